// The baseline of imports: a service's own write path without its network. The service's Batches
// check and normalise on the caller's thread and write on the executor, which commits groups, into
// a database of the service's schema; no gRPC, no gateway, nobody who follows the journal.
#ifndef BANGFU_TESTS_BENCH_WRITE_PATH_H_
#define BANGFU_TESTS_BENCH_WRITE_PATH_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

template <typename Request>
class WritePath {
 public:
  virtual ~WritePath() = default;

  // Writes the batches, at most so many at once; returns when all are durable. The first one that
  // is refused is an error.
  virtual absl::Status Write(const std::vector<Request>& batches, int in_flight) = 0;
};

using HouseholdsWritePath = WritePath<households::v1::ImportRecordsRequest>;
using ProjectsWritePath = WritePath<projects::v1::ImportRecordsRequest>;

// Both make a database in the directory, which must exist. Participants are taken to be there.
absl::StatusOr<std::unique_ptr<HouseholdsWritePath>> OpenHouseholds(const std::string& directory);
absl::StatusOr<std::unique_ptr<ProjectsWritePath>> OpenProjects(const std::string& directory);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WRITE_PATH_H_
