#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"
#include "tests/bench/echo.grpc.pb.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"

namespace bangfu::bench {
namespace {

using gateway::v1::AchievementSheet;
using gateway::v1::AchievementSheetService;
using gateway::v1::GetAchievementSheetRequest;

constexpr absl::Duration kCallTimeout = absl::Seconds(30);
// A third of the sample's: growth goes to 700,000 households.
constexpr int64_t kGrowthLedgerEntriesPerHousehold = 3;

template <typename Response>
struct Call {
  Call() { context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout)); }
  grpc::ClientContext context;
  Response response;
};

class SheetCaller {
 public:
  explicit SheetCaller(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(AchievementSheetService::NewStub(channel)) {
    request_.set_name(absl::StrCat(kProgramme, "/achievementSheet"));
  }

  AsyncCall AsCall() {
    return [this](std::function<void(absl::Status)> done) {
      auto call = std::make_shared<Call<AchievementSheet>>();
      stub_->async()->GetAchievementSheet(
          &call->context, &request_, &call->response,
          [call, done = std::move(done)](const grpc::Status& status) {
            done(server::FromGrpcStatus(status));
          });
    };
  }

  absl::StatusOr<size_t> SheetBytes() {
    Call<AchievementSheet> call;
    const grpc::Status status = stub_->GetAchievementSheet(&call.context, request_, &call.response);
    if (!status.ok()) return server::FromGrpcStatus(status);
    return call.response.ByteSizeLong();
  }

 private:
  std::unique_ptr<AchievementSheetService::Stub> stub_;
  GetAchievementSheetRequest request_;
};

class EchoCaller {
 public:
  EchoCaller(const std::string& address, size_t payload_bytes)
      : stub_(v1::EchoService::NewStub(server::MakeChannel(address))) {
    request_.set_payload(std::string(payload_bytes, 'x'));
  }

  AsyncCall AsCall() {
    return [this](std::function<void(absl::Status)> done) {
      auto call = std::make_shared<Call<v1::EchoMessage>>();
      stub_->async()->Echo(&call->context, &request_, &call->response,
                           [call, done = std::move(done)](const grpc::Status& status) {
                             done(server::FromGrpcStatus(status));
                           });
    };
  }

 private:
  std::unique_ptr<v1::EchoService::Stub> stub_;
  v1::EchoMessage request_;
};

absl::Status CompareLoads(const Plan& plan, SheetCaller& sheets, EchoCaller& echo,
                          std::vector<Result>& results) {
  for (const int callers : {1, 16, 64}) {
    const std::string suffix = "_" + std::to_string(callers);
    plan.progress("sheets and echoes at " + std::to_string(callers) + " callers");
    const absl::StatusOr<LoadResult> base = RunLoad(callers, plan.load, echo.AsCall());
    if (!base.ok()) return base.status();
    const absl::StatusOr<LoadResult> sheet = RunLoad(callers, plan.load, sheets.AsCall());
    if (!sheet.ok()) return sheet.status();
    const std::string against = "gRPC callback echo, payload of a sheet";
    results.push_back({"sheet_p50" + suffix, sheet->p50_us, "us", base->p50_us, against});
    results.push_back({"sheet_p99" + suffix, sheet->p99_us, "us", base->p99_us, against});
    results.push_back({"sheet_rate" + suffix, sheet->rate_s, "sheets/s", base->rate_s, against});
  }
  return absl::OkStatus();
}

absl::Status AddMemory(const Suite& suite, std::vector<Result>& results) {
  const absl::StatusOr<std::map<std::string, long>> peaks = suite.PeakResidentKib();
  if (!peaks.ok()) return peaks.status();
  double most = 0;
  for (const auto& [name, kib] : *peaks) {
    const double mib = static_cast<double>(kib) / 1024;
    most = std::max(most, mib);
    results.push_back({"memory_" + name, mib, "MiB", 128, "bound of each process"});
  }
  results.push_back({"memory_max", most, "MiB", 128, "bound of each process"});
  return absl::OkStatus();
}

// At one caller.
absl::StatusOr<double> SheetP50(const Plan& plan, int64_t households) {
  plan.progress("sheets over " + std::to_string(households) + " households: importing");
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite =
      FilledSuite::Start(households, kGrowthLedgerEntriesPerHousehold);
  if (!suite.ok()) return suite.status();
  if (absl::Status status = (*suite)->AwaitReporting(); !status.ok()) return status;
  SheetCaller sheets((*suite)->channel());
  const absl::StatusOr<LoadResult> load = RunLoad(1, plan.load, sheets.AsCall());
  if (!load.ok()) return load.status();
  return load->p50_us;
}

}  // namespace

absl::StatusOr<std::vector<Result>> MeasureSheets(const Plan& plan) {
  std::vector<Result> results;
  plan.progress("sheets over records like the sample's: importing");
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite =
      FilledSuite::Start(kSampleHouseholds, kSampleLedgerEntriesPerHousehold);
  if (!suite.ok()) return suite.status();
  if (absl::Status status = (*suite)->AwaitReporting(); !status.ok()) return status;
  SheetCaller sheets((*suite)->channel());
  const absl::StatusOr<size_t> bytes = sheets.SheetBytes();
  if (!bytes.ok()) return bytes.status();
  plan.progress("a sheet has " + std::to_string(*bytes) + " bytes");
  const TemporaryDirectory directory;
  absl::StatusOr<std::unique_ptr<Process>> server = Process::Start(
      {ProgramDirectory() + "/bangfu_bench", "--echo-server"}, directory.path() + "/echo.port");
  if (!server.ok()) return server.status();
  EchoCaller echo((*server)->address(), *bytes);
  absl::Status status = CompareLoads(plan, sheets, echo, results);
  if (status.ok()) status = AddMemory((*suite)->processes(), results);
  if (!status.ok()) return status;
  return results;
}

absl::StatusOr<std::vector<Result>> MeasureGrowth(const Plan& plan) {
  std::vector<Result> results;
  const absl::StatusOr<double> base = SheetP50(plan, plan.growth_households);
  if (!base.ok()) return base.status();
  for (const int64_t multiple : plan.growth) {
    const absl::StatusOr<double> p50 = SheetP50(plan, multiple * plan.growth_households);
    if (!p50.ok()) return p50.status();
    results.push_back({"sheet_growth_" + std::to_string(multiple), *p50, "us", *base,
                       absl::StrCat("p50 over ", plan.growth_households, " households")});
  }
  return results;
}

}  // namespace bangfu::bench
