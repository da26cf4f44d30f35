// One copy's part in sharing out the counties: renews its lease, looks at the others', and tells
// when its shards change.
#ifndef BANGFU_SERVICES_REPORTING_MEMBERSHIP_H_
#define BANGFU_SERVICES_REPORTING_MEMBERSHIP_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "services/common/sql/connection.h"
#include "services/reporting/copy_leases.h"

namespace bangfu::reporting {

struct MembershipOptions {
  absl::Duration renew_every = absl::Seconds(1);
  absl::Duration lease = absl::Seconds(5);
};

class Membership {
 public:
  // The shards that are this copy's from now on, ascending. Called by Join() and then, when they
  // change, on a thread of the object's own; must be quick, and must not throw.
  using OnShards = std::function<void(const std::vector<int>& shards)>;

  // Whether the database can be reached. Called when that changes, at first it can; else as above.
  using OnReached = std::function<void(bool reached)>;

  // Takes a lease and looks at the others'. A connection of its own, since a lease must be renewed
  // in time however busy the executor is. Errors are the database's.
  static absl::StatusOr<std::unique_ptr<Membership>> Join(const sql::ConnectionFactory& open,
                                                          MembershipOptions options,
                                                          OnShards on_shards, OnReached on_reached);
  // Gives the lease back: the others share out its counties within `renew_every`.
  ~Membership();
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

 private:
  Membership(std::unique_ptr<sql::Connection> connection, MembershipOptions options,
             OnShards on_shards, OnReached on_reached);

  // Whether it is to end, by the end of that time at the latest.
  bool Stopping(absl::Duration wait = absl::ZeroDuration());
  void Loop();
  absl::Status Reach();
  absl::Status Renew();
  absl::StatusOr<std::vector<CopyLease>> RenewAndList();
  absl::Status EndExpired();
  absl::Status End();

  const std::unique_ptr<sql::Connection> connection_;
  const MembershipOptions options_;
  const OnShards on_shards_;
  const OnReached on_reached_;
  const std::string copy_;
  LeaseObserver observer_;
  std::vector<int> shards_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_MEMBERSHIP_H_
