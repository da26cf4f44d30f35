// The suite with records in it, as the measurements use it.
#ifndef BANGFU_TESTS_BENCH_FILLED_SUITE_H_
#define BANGFU_TESTS_BENCH_FILLED_SUITE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <grpcpp/grpcpp.h>

#include "tests/bench/processes.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

class FilledSuite {
 public:
  // Starts the processes, without a record.
  static absl::StatusOr<std::unique_ptr<FilledSuite>> StartEmpty(const SuiteOptions& options = {});
  // The same with all records of the world, applied by reporting.
  static absl::StatusOr<std::unique_ptr<FilledSuite>> Start(const World& world,
                                                            const SuiteOptions& options = {});

  // Returns when reporting has applied all that the journals of the programme's counties hold now.
  absl::Status AwaitReporting();

  // Ends the processes and starts them on the same data; how long each took, in seconds, by name.
  absl::StatusOr<std::map<std::string, double>> StartAgain();

  // Starts all again, reporting without its data; how many entries a second it then applied, from
  // the start of the processes until a sheet with all entries was there.
  absl::StatusOr<double> ReplayReporting();

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  Suite& processes() { return *suite_; }

 private:
  explicit FilledSuite(std::unique_ptr<Suite> suite);

  std::unique_ptr<Suite> suite_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_FILLED_SUITE_H_
