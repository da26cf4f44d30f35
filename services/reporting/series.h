// Roll-ups: what facts come to, day by day, in every scope that they belong to. A batch of facts
// makes deltas; deltas make a new series of a former one. Pure, without a store.
#ifndef BANGFU_SERVICES_REPORTING_SERIES_H_
#define BANGFU_SERVICES_REPORTING_SERIES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "services/reporting/facts.h"

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

// a + b, kept within +-INT64_MAX. One amount is at most 10^14 fen, so that a total gets there only
// by 92,000 of the largest.
int64_t AddClamped(int64_t a, int64_t b);

struct Totals {
  int64_t count = 0;     // facts less reversals
  int64_t sum = 0;       // of quantities
  int64_t distinct = 0;  // different subjects

  Totals& operator+=(const Totals& other);
  friend bool operator==(const Totals&, const Totals&) = default;
};

// By how much totals change from a day (1970-01-01 = 0) on. There is a day for every fact, also
// when its changes cancel out, so that the same facts give the same days.
using DayDeltas = std::map<int32_t, Totals>;
using SeriesDeltas = std::map<SeriesKey, DayDeltas>;

// The totals of one roll-up as of any day. Immutable once published; a new one shares the blocks of
// days that have not changed. 32 bytes for each day with facts, and 48 for each 64 days.
class Series {
 public:
  explicit Series(SeriesKey key) : key_(std::move(key)) {}
  // `before` with the deltas. Cost: a copy of each block that has deltas, 2 KiB at most, and of
  // what says where the blocks are.
  Series(const Series& before, const DayDeltas& deltas);

  const SeriesKey& key() const { return key_; }
  // Of all facts up to and including the day. Cost: two binary searches.
  Totals AsOf(int32_t day) const;

 private:
  struct Point {
    int32_t day;
    Totals totals;  // from the block's first day on
  };
  using Points = std::vector<Point>;  // by day

  // 64 days with facts among them.
  struct Block {
    int32_t number;  // of the days: day / 64
    Totals before;   // of all days before the block
    std::shared_ptr<const Points> points;

    Totals AtEnd() const;
  };

  // The points with the deltas of a block.
  static Points Merge(const Points& before, DayDeltas::const_iterator first,
                      DayDeltas::const_iterator last);

  SeriesKey key_;
  std::vector<Block> blocks_;  // by number
};

using SeriesPtr = std::shared_ptr<const Series>;

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_SERIES_H_
