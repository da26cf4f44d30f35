// The suite with records in it, as the measurements use it.
#ifndef BANGFU_TESTS_BENCH_FILLED_SUITE_H_
#define BANGFU_TESTS_BENCH_FILLED_SUITE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <grpcpp/grpcpp.h>

#include "tests/bench/processes.h"
#include "tests/bench/world.h"

namespace bangfu::bench {

class FilledSuite {
 public:
  // Starts the processes, without a record.
  static absl::StatusOr<std::unique_ptr<FilledSuite>> StartEmpty();
  // The same, with all that world.h makes for so many households, and so many ledger entries for
  // each of them.
  static absl::StatusOr<std::unique_ptr<FilledSuite>> Start(int64_t households,
                                                            int64_t ledger_entries_per_household);

  // Imports what `make` makes, through the gateway; returns when all of it is durable.
  absl::Status ImportProjects(const std::function<void(const ProjectsBatchSink&)>& make);
  absl::Status ImportHouseholds(const std::function<void(const HouseholdsBatchSink&)>& make);

  // Returns when reporting has applied all that the journals hold now.
  absl::Status AwaitReporting();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const Suite& processes() const { return *suite_; }

 private:
  explicit FilledSuite(std::unique_ptr<Suite> suite);

  std::unique_ptr<Suite> suite_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_FILLED_SUITE_H_
