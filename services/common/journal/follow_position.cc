#include "services/common/journal/follow_position.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/journal/journal_reader.h"
#include "services/common/names/names.h"
#include "services/common/status/errors.h"

namespace bangfu::journal {
namespace {

constexpr int kShardCountMax = 1024;

}  // namespace

absl::StatusOr<FollowPosition> FollowPosition::Make(std::string_view journal,
                                                    const v1::StreamEntriesRequest& request) {
  FollowPosition position;
  position.journal_ = journal;
  position.follow_ = request.follow();
  std::vector<FieldViolation> violations;
  for (const v1::JournalPosition& from : request.positions()) {
    if (!names::IsPartition(from.county())) {
      violations.push_back({"positions.county", "found no county code of six digits"});
    } else if (from.size() < 0) {
      violations.push_back({"positions.size", "found a negative size, expected 0 or more"});
    } else if (!from.journal().empty() && from.journal() != journal) {
      violations.push_back({"positions.journal", "found another journal than " +
                                                     std::string(journal) + ", which is this one"});
    }
    position.next_seq_[from.county()] = from.size();
  }
  for (const std::string& county : request.counties()) {
    if (!names::IsPartition(county)) {
      violations.push_back({"counties", "found no county code of six digits"});
    }
    position.only_.insert(county);
  }
  if (request.has_shards()) {
    const v1::CountyShards& shards = request.shards();
    if (shards.shard_count() < 1 || shards.shard_count() > kShardCountMax) {
      violations.push_back({"shards.shard_count", "found " + std::to_string(shards.shard_count()) +
                                                      ", expected 1 to " +
                                                      std::to_string(kShardCountMax)});
    }
    for (const int shard : shards.shards()) {
      if (shard >= 0 && shard < shards.shard_count()) continue;
      violations.push_back(
          {"shards.shards", "found " + std::to_string(shard) + ", expected 0 to shard_count - 1"});
    }
    position.shards_ = {shards.shard_count(), {shards.shards().begin(), shards.shards().end()}};
  }
  if (!violations.empty()) return InvalidFields(violations);
  return position;
}

bool FollowPosition::IsWanted(const std::string& county) const {
  if (!only_.empty() && !only_.contains(county)) return false;
  return !shards_ || shards_->members.contains(std::stoi(county) % shards_->count);
}

absl::Status FollowPosition::FindBehind(sql::Connection& connection) {
  absl::StatusOr<std::vector<v1::TreeHead>> heads = ListTreeHeads(connection, journal_);
  if (!heads.ok()) return heads.status();
  listed_ = true;  // only now: who was refused the list is run again
  std::map<std::string, int64_t> unknown = next_seq_;  // positions whose log was not found
  for (const v1::TreeHead& head : *heads) {
    unknown.erase(head.county());
    if (!IsWanted(head.county())) continue;
    const int64_t next = next_seq_[head.county()];
    if (next > head.size()) unknown[head.county()] = next;
    if (next < head.size()) behind_.push_back({head.county(), head.size()});
  }
  for (const auto& [county, next] : unknown) {
    if (next == 0) continue;
    return Error(absl::StatusCode::kInvalidArgument, "POSITION_BEYOND_LOG",
                 "the position is beyond the log of county " + county +
                     ": what was followed before was another log",
                 {{"county", county}});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> FollowPosition::Next(sql::Connection& connection,
                                          v1::StreamEntriesResponse& message) {
  message.Clear();
  if (behind_.empty()) {
    if (listed_ && !follow_) return false;
    if (absl::Status status = FindBehind(connection); !status.ok()) return status;
    if (behind_.empty()) return false;
  }
  Behind& county = behind_.front();
  int64_t& next = next_seq_[county.county];
  message.set_county(county.county);
  message.set_first_seq(next);
  const auto count = static_cast<int>(std::min<int64_t>(count_max_, county.size - next));
  size_t bytes = 0;
  absl::Status read =
      ReadEntries(connection, county.county, next, count, [&](std::string_view entry) {
        if (bytes > kStreamBytesMax) return;
        bytes += entry.size();
        message.add_entries(entry.data(), entry.size());
      });
  if (!read.ok()) return read;
  if (message.entries().empty()) {
    return absl::DataLossError("the log of county " + county.county + " lacks entries");
  }
  // Of entries like these no more are read than go into a message.
  const size_t fitting = kStreamBytesMax / (bytes / message.entries().size() + 1) + 1;
  count_max_ = static_cast<int>(std::min<size_t>(kStreamEntriesMax, fitting));
  next += message.entries_size();
  if (next == county.size) behind_.pop_front();
  return true;
}

}  // namespace bangfu::journal
