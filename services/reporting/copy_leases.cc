#include "services/reporting/copy_leases.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/common/journal/merkle_hash.h"
#include "services/common/text/absl_view.h"

namespace bangfu::reporting {

void LeaseObserver::Observe(const std::vector<CopyLease>& listed, absl::Time now) {
  const absl::Duration passed = std::min(now - observed_at_, silence_max_);
  observed_at_ = now;
  std::map<std::string, Seen> seen;
  for (const CopyLease& lease : listed) {
    const auto before = seen_.find(lease.copy);
    const bool stands_still =
        before != seen_.end() && before->second.renewal_count == lease.renewal_count;
    seen[lease.copy] = {lease.renewal_count,
                        stands_still ? before->second.silence + passed : absl::ZeroDuration()};
  }
  seen_ = std::move(seen);
}

std::vector<std::string> LeaseObserver::Living() const {
  std::vector<std::string> living;
  for (const auto& [copy, seen] : seen_) {
    if (!IsOver(seen)) living.push_back(copy);
  }
  return living;
}

std::vector<CopyLease> LeaseObserver::Expired() const {
  std::vector<CopyLease> expired;
  for (const auto& [copy, seen] : seen_) {
    if (IsOver(seen)) expired.push_back({copy, seen.renewal_count});
  }
  return expired;
}

std::vector<int> ShardsOf(std::string_view copy, const std::vector<std::string>& living) {
  const auto rank = [](std::string_view of, int shard) {
    return std::pair(journal::Sha256(absl::StrCat(text::AbslView(of), "/", shard)), of);
  };
  std::vector<int> shards;
  if (std::find(living.begin(), living.end(), copy) == living.end()) return shards;
  for (int shard = 0; shard < kShardCount; ++shard) {
    const auto own = rank(copy, shard);
    const bool highest = std::none_of(living.begin(), living.end(), [&](const std::string& other) {
      return rank(other, shard) > own;
    });
    if (highest) shards.push_back(shard);
  }
  return shards;
}

}  // namespace bangfu::reporting
