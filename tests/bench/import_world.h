// Imports a synthetic world through a gateway.
#ifndef BANGFU_TESTS_BENCH_IMPORT_WORLD_H_
#define BANGFU_TESTS_BENCH_IMPORT_WORLD_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include <grpcpp/channel.h>

#include "tests/bench/world/world.h"

namespace bangfu::bench {

// Told when a county is in: it and the records so far.
using CountyImported = std::function<void(const County& county, int64_t records)>;

// Returns when all of what `make` makes is durable.
absl::Status ImportHouseholds(const std::shared_ptr<grpc::Channel>& channel,
                              const std::function<void(const HouseholdsBatchSink&)>& make);
absl::Status ImportProjects(const std::shared_ptr<grpc::Channel>& channel,
                            const std::function<void(const ProjectsBatchSink&)>& make);

// All of the world, county by county, each by a stream of its own to either service. While the
// register of one county goes in, so does the work of the county before.
absl::Status ImportWorld(const World& world, const std::shared_ptr<grpc::Channel>& channel,
                         const CountyImported& imported);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_IMPORT_WORLD_H_
