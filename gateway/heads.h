// Which journals a sheet stands on, and how far reporting is behind them.
#ifndef BANGFU_GATEWAY_HEADS_H_
#define BANGFU_GATEWAY_HEADS_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "gateway/answers.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace bangfu::gateway {

using TreeHeads = google::protobuf::RepeatedPtrField<journal::v1::TreeHead>;

// Sizes of logs, looked up by journal and county. Views: the heads outlive it.
class HeadIndex {
 public:
  explicit HeadIndex(const TreeHeads& heads);
  // 0 for a log that the heads do not name.
  int64_t SizeOf(std::string_view journal, std::string_view county) const;

 private:
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, int64_t> sizes_;
};

// The partitions of the programme, sorted: 000000 and its counties by projects' answer (without
// one, those of reporting's). Empty when neither answered: nobody knows. The views are the
// answers'.
std::vector<std::string_view> PartitionsOf(const SheetAnswers& answers);

// Whether a partition is among those that PartitionsOf() gave.
bool Contains(const std::vector<std::string_view>& partitions, std::string_view partition);

// Whether what `name` stands for is in one of them; true as well when nobody knows them.
bool IsOwn(const std::vector<std::string_view>& partitions, std::string_view name);

// The positions that households and projects had reached, in those partitions.
std::vector<journal::v1::JournalPosition> PositionsToldBy(const SheetAnswers& answers);

// Whether reporting had not reached one of them when it answered. Cost: a look-up for each, no
// copy.
bool IsReportingBehind(const SheetAnswers& answers);

// How many entries of the journals with the heads `own` have not been applied.
int64_t EntriesBehind(const TreeHeads& own, const TreeHeads& applied);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_HEADS_H_
