// Writes single ledger entries through the gateway, each a call of its own.
#ifndef BANGFU_TESTS_BENCH_LEDGER_WRITER_H_
#define BANGFU_TESTS_BENCH_LEDGER_WRITER_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include <grpcpp/channel.h>

#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

// `count` entries of the last month of a county that its ledger in a world does not have, some of
// them reversals; of a `set` as below.
void MoreLedger(const World& world, const County& county, int64_t count, int set,
                const ProjectsBatchSink& sink);

// `count` entries of the last month that a world's ledgers do not have, none of them a reversal;
// round the counties. Others for another `set`, 0 to 19, if none has more than ten million.
std::vector<projects::v1::LedgerEntry> MoreEntries(const World& world, int64_t count, int set = 0);

// Thread-safe.
class LedgerWriter {
 public:
  LedgerWriter(const std::shared_ptr<grpc::Channel>& channel,
               std::vector<projects::v1::LedgerEntry> entries)
      : stub_(projects::v1::ProjectsService::NewStub(channel)), entries_(std::move(entries)) {}

  // Writes the next entry. RESOURCE_EXHAUSTED when there is none left.
  absl::Status Write();
  // For loads.
  AsyncCall AsCall();

  int64_t written() const { return next_; }

 private:
  struct Call;
  absl::StatusOr<std::shared_ptr<Call>> Next();

  std::unique_ptr<projects::v1::ProjectsService::Stub> stub_;
  const std::vector<projects::v1::LedgerEntry> entries_;
  std::atomic<size_t> next_{0};
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_LEDGER_WRITER_H_
