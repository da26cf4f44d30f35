#include "tests/bench/ledger_writer.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "services/common/server/grpc_status.h"

namespace bangfu::bench {
namespace {

constexpr int64_t kFirst = 500'000'000;  // beyond any ledger of a plan
constexpr int64_t kInSetMax = 10'000'000;

}  // namespace

void MoreLedger(const World& world, const County& county, int64_t count, int set,
                const ProjectsBatchSink& sink) {
  world.MakeLedger(county, {kFirst + set * kInSetMax, count, LedgerSlice::Days::kLastMonth}, sink);
}

std::vector<projects::v1::LedgerEntry> MoreEntries(const World& world, int64_t count, int set) {
  std::vector<std::vector<projects::v1::LedgerEntry>> by_county;
  const auto counties = static_cast<int64_t>(world.counties().size());
  // One of a hundred more than is needed: reversals are passed over.
  const int64_t in_each = count / counties * 101 / 100 + 10;
  for (const County& county : world.counties()) {
    auto& entries = by_county.emplace_back();
    MoreLedger(world, county, in_each, set, [&entries](const auto& batch) {
      for (const auto& record : batch.records()) {
        if (record.ledger_entry().reverses().empty()) entries.push_back(record.ledger_entry());
      }
    });
  }
  std::vector<projects::v1::LedgerEntry> all;
  for (int64_t i = 0; i < count; ++i) {
    all.push_back(std::move(by_county[i % counties].at(i / counties)));
  }
  return all;
}

struct LedgerWriter::Call {
  grpc::ClientContext context;
  projects::v1::CreateLedgerEntryRequest request;
  projects::v1::LedgerEntry response;
};

absl::StatusOr<std::shared_ptr<LedgerWriter::Call>> LedgerWriter::Next() {
  const size_t number = next_.fetch_add(1);
  if (number >= entries_.size()) return absl::ResourceExhaustedError("no entry is left to write");
  auto call = std::make_shared<Call>();
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  *call->request.mutable_ledger_entry() = entries_[number];
  call->request.set_request_id(absl::StrCat("single-", entries_[number].name()));
  return call;
}

absl::Status LedgerWriter::Write() {
  const auto call = Next();
  if (!call.ok()) return call.status();
  return server::FromGrpcStatus(
      stub_->CreateLedgerEntry(&(*call)->context, (*call)->request, &(*call)->response));
}

AsyncCall LedgerWriter::AsCall() {
  return [this](std::function<void(absl::Status)> done) {
    const auto next = Next();
    if (!next.ok()) return done(next.status());
    const std::shared_ptr<Call> call = *next;
    stub_->async()->CreateLedgerEntry(&call->context, &call->request, &call->response,
                                      [call, done = std::move(done)](const grpc::Status& status) {
                                        done(server::FromGrpcStatus(status));
                                      });
  };
}

}  // namespace bangfu::bench
