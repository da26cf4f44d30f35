// sheet_cached_*: sheets with unchanged heads against a bare echo of as many bytes. Whether the
// gateway keeps sheets is its affair: what it does is measured.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/common/server/client_channel.h"
#include "tests/bench/bytes_caller.h"
#include "tests/bench/echo.pb.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/sheet_caller.h"

namespace bangfu::bench {
namespace {

BytesCaller EchoCaller(const std::string& address, size_t payload_bytes) {
  v1::EchoMessage message;
  message.set_payload(std::string(payload_bytes, 'x'));
  return BytesCaller(server::MakeChannel(address), "/bangfu.bench.v1.EchoService/Echo", message,
                     message);
}

Result Line(std::string name, double value, double baseline, std::string unit, int callers,
            const Plan& plan) {
  return {.name = std::move(name),
          .value = value,
          .unit = std::move(unit),
          .baseline = baseline,
          .against = "gRPC callback echo, payload of a sheet",
          .size = "700 households, 6,300 ledger entries, 2 counties",
          .method = absl::StrCat(callers, " callers in closed loops over TCP for ",
                                 absl::FormatDuration(plan.load),
                                 " after a tenth to warm up; answers compared as "
                                 "bytes by either client")};
}

// Lines of one number of callers. sheet_cached_64 is the rate at 64, sheet_cached_p50 at one.
absl::Status Compare(const Plan& plan, int callers, BytesCaller& sheets, BytesCaller& echo,
                     Results& results) {
  plan.progress(absl::StrCat("sheets and echoes at ", callers, " callers"));
  const absl::StatusOr<LoadResult> base = RunLoad(callers, plan.load, echo.AsCall());
  if (!base.ok()) return base.status();
  const absl::StatusOr<LoadResult> sheet = RunLoad(callers, plan.load, sheets.AsCall());
  if (!sheet.ok()) return sheet.status();
  const std::string of_callers = callers == 1 ? "" : absl::StrCat("_", callers);
  results.push_back(Line(absl::StrCat("sheet_cached_", callers), sheet->rate_s, base->rate_s,
                         "sheets/s", callers, plan));
  results.push_back(Line(absl::StrCat("sheet_cached_p50", of_callers), sheet->p50_us / 1000,
                         base->p50_us / 1000, "ms", callers, plan));
  results.push_back(Line(absl::StrCat("sheet_cached_p99", of_callers), sheet->p99_us / 1000,
                         base->p99_us / 1000, "ms", callers, plan));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Results> MeasureSheets(const Plan& plan) {
  plan.progress("sheets over records like the sample's: importing");
  const World world({.seed = plan.seed});
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  const SheetCaller caller((*suite)->channel(), {});
  const absl::StatusOr<gateway::v1::AchievementSheet> sheet = caller.Ask();
  if (!sheet.ok()) return sheet.status();
  BytesCaller sheets = caller.AsBytes(*sheet);
  const size_t bytes = sheet->ByteSizeLong();
  const TemporaryDirectory directory;
  absl::StatusOr<std::unique_ptr<Process>> server = Process::Start(
      {ProgramDirectory() + "/bangfu_bench", "--echo-server"}, directory.path() + "/echo.port");
  if (!server.ok()) return server.status();
  BytesCaller echo = EchoCaller((*server)->address(), bytes);
  Results results;
  for (const int callers : {1, 16, 64}) {
    absl::Status status = Compare(plan, callers, sheets, echo, results);
    if (!status.ok()) return status;
  }
  for (Result& result : results) result.note = absl::StrCat("a sheet has ", bytes, " bytes");
  return results;
}

}  // namespace bangfu::bench
