// Roll-ups: what facts come to, day by day, in every scope that they belong to. A batch of facts
// makes deltas; deltas make a new series of a former one. Pure, without a store.
#ifndef BANGFU_SERVICES_REPORTING_SERIES_H_
#define BANGFU_SERVICES_REPORTING_SERIES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "services/reporting/facts.h"
#include "services/reporting/totals.h"

namespace bangfu::reporting {

// Scopes as roll-ups are kept by: "programme", "pillar/PILLAR_INDUSTRY", "project/cattle", or
// "register" for facts of the register, which have no programme.
inline constexpr std::string_view kProgrammeScope = "programme";
inline constexpr std::string_view kRegisterScope = "register";
std::string PillarScope(std::string_view pillar_name);
std::string ProjectScope(std::string_view project);

// Which roll-up of a county.
struct SeriesKey {
  std::string programme;
  std::string scope;
  v1::FactKind kind = v1::FACT_KIND_UNSPECIFIED;
  std::string facet;  // empty: of all facets

  friend auto operator<=>(const SeriesKey&, const SeriesKey&) = default;
};

// The roll-ups that facts of the cell are counted in: each of its scopes, with its facet and
// without. At least one, at most six.
std::vector<SeriesKey> SeriesOf(const Cell& cell);

using SeriesDeltas = std::map<SeriesKey, DayDeltas>;

// The totals of one roll-up as of any day. Immutable once published. Some 6 bytes for each day with
// facts, and 32 for each 64 days.
class Series {
 public:
  explicit Series(SeriesKey key) : key_(std::move(key)) {}
  // `before` with the deltas. Cost: writes each block of 64 days that has deltas, and copies the
  // bytes of the others.
  Series(const Series& before, const DayDeltas& deltas);

  // While it is made from stored blocks (packed_days.h): one more, behind those that are there.
  // DATA_LOSS when its days are not readable, or the block is not behind the last.
  absl::Status Append(int32_t block, std::string_view days);
  // Gives back what appending has reserved; when the last block is in.
  void ShrinkToFit();

  const SeriesKey& key() const { return key_; }
  // Of all facts up to and including the day. Cost: none from the last day with facts on; else a
  // binary search, and reading up to 64 days.
  Totals AsOf(int32_t day) const;

 private:
  struct Block {
    int32_t number;
    uint32_t end;   // of its bytes in days_; they begin where those of the block before end
    Totals before;  // of all days before the block
  };
  using Place = std::vector<Block>::const_iterator;

  static bool IsBefore(const Block& block, int32_t number) { return block.number < number; }
  std::string_view DaysOf(Place block) const;
  // Blocks of another one, that much behind their former totals.
  void CopyBlocks(const Series& from, Place first, Place last, const Totals& added);

  SeriesKey key_;
  std::vector<Block> blocks_;  // by number
  std::string days_;           // of all blocks, one after another
  Totals all_;                 // of all days
  int32_t last_day_ = INT32_MIN;
};

using SeriesPtr = std::shared_ptr<const Series>;

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_SERIES_H_
