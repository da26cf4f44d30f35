// Which copies of reporting live, and which of the counties are whose. Pure: what the database says
// and the time are passed in.
//
// A copy lives as long as it renews its lease (Gray and Cheriton, SOSP 1989): it counts up in the
// database, and the others see the count move. How long it has not moved, each measures by its own
// clock, so that no two clocks need agree.
//
// Who shares out what is a matter of speed alone: two copies that disagree for a moment, or one
// that was thought dead, apply every entry once all the same (state_store.h, LockLogs).
#ifndef BANGFU_SERVICES_REPORTING_COPY_LEASES_H_
#define BANGFU_SERVICES_REPORTING_COPY_LEASES_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace bangfu::reporting {

// Of one copy, as the database has it.
struct CopyLease {
  std::string copy;
  int64_t renewal_count = 0;

  friend bool operator==(const CopyLease&, const CopyLease&) = default;
};

// What one copy has seen of all leases.
class LeaseObserver {
 public:
  // A lease that has not been renewed for `lease` is over. Between two observations counts
  // `silence_max` at most: who could not look for a while knows nothing of that time.
  LeaseObserver(absl::Duration lease, absl::Duration silence_max)
      : lease_(lease), silence_max_(silence_max) {}

  // The leases as they were listed at that time, which does not run backwards; those that are not
  // among them are forgotten. One that is seen for the first time lives.
  void Observe(const std::vector<CopyLease>& listed, absl::Time now);

  // By name, as of the last observation.
  std::vector<std::string> Living() const;
  // Those that are over.
  std::vector<CopyLease> Expired() const;
  // Its lease was ended: should it begin anew, with whatever count, it is seen for the first time.
  void Forget(const std::string& copy) { seen_.erase(copy); }

 private:
  struct Seen {
    int64_t renewal_count = 0;
    absl::Duration silence;  // for how long it has been so
  };

  bool IsOver(const Seen& seen) const { return seen.silence >= lease_; }

  const absl::Duration lease_;
  const absl::Duration silence_max_;
  absl::Time observed_at_ = absl::InfinitePast();
  std::map<std::string, Seen> seen_;  // by copy
};

// Counties are shared out in so many shards (journal.proto, CountyShards).
inline constexpr int kShardCount = 64;

// Those of `copy`, ascending. Each shard is of the living copy whose hash with it is the highest
// (Thaler and Ravishankar, 1998: rendezvous hashing), so that when a copy dies, its shards alone
// change hands. None for a copy that is not among the living.
std::vector<int> ShardsOf(std::string_view copy, const std::vector<std::string>& living);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_COPY_LEASES_H_
