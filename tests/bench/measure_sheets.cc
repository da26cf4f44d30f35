// sheet_cached_*: sheets with unchanged heads against a bare echo of as many bytes. Whether the
// gateway keeps sheets is its affair: what it does is measured. At each size of the growth, too.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/common/server/client_channel.h"
#include "tests/bench/bytes_caller.h"
#include "tests/bench/definitions.h"
#include "tests/bench/echo.pb.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/probe.h"
#include "tests/bench/sheet_caller.h"

namespace bangfu::bench {
namespace {

BytesCaller EchoCaller(const std::string& address, size_t payload_bytes) {
  v1::EchoMessage message;
  message.set_payload(std::string(payload_bytes, 'x'));
  return BytesCaller(server::MakeChannel(address), "/bangfu.bench.v1.EchoService/Echo", message,
                     message);
}

// A server that echoes what is as large as the sheet, and the two clients.
class SheetAndEcho {
 public:
  static absl::StatusOr<std::unique_ptr<SheetAndEcho>> Start(
      const std::shared_ptr<grpc::Channel>& channel, const std::string& template_id) {
    const SheetCaller caller(channel, template_id);
    const absl::StatusOr<gateway::v1::AchievementSheet> sheet = caller.Ask();
    if (!sheet.ok()) return sheet.status();
    const TemporaryDirectory directory;
    absl::StatusOr<std::unique_ptr<Process>> server = Process::Start(
        {ProgramDirectory() + "/bangfu_bench", "--echo-server"}, directory.path() + "/echo.port");
    if (!server.ok()) return server.status();
    return std::unique_ptr<SheetAndEcho>(
        new SheetAndEcho(*std::move(server), caller.AsBytes(*sheet), sheet->ByteSizeLong()));
  }

  // Adds the lines of one number of callers. sheet_cached_64 is the rate at 64, sheet_cached_p50 is
  // at one.
  absl::Status Compare(const Plan& plan, int callers, absl::Duration duration, Results& results) {
    plan.progress(absl::StrCat("sheets and echoes at ", callers, " callers"));
    const absl::StatusOr<LoadResult> base = RunLoad(callers, duration, echo_.AsCall());
    if (!base.ok()) return base.status();
    const absl::StatusOr<LoadResult> sheet = RunLoad(callers, duration, sheets_.AsCall());
    if (!sheet.ok()) return sheet.status();
    const auto add = [&](std::string name, double value, double baseline, std::string unit) {
      results.push_back({.name = std::move(name),
                         .value = value,
                         .unit = std::move(unit),
                         .baseline = baseline,
                         .against = "gRPC callback echo, payload of a sheet",
                         .method = absl::StrCat(callers, " callers in closed loops over TCP for ",
                                                absl::FormatDuration(duration),
                                                " after a tenth to warm up, heads unmoved; answers "
                                                "compared as bytes by either client"),
                         .note = absl::StrCat("a sheet has ", sheet_bytes_, " bytes")});
    };
    const std::string of_callers = callers == 1 ? "" : absl::StrCat("_", callers);
    add(absl::StrCat("sheet_cached_", callers), sheet->rate_s, base->rate_s, "sheets/s");
    add("sheet_cached_p50" + of_callers, sheet->p50_us / 1000, base->p50_us / 1000, "ms");
    add("sheet_cached_p99" + of_callers, sheet->p99_us / 1000, base->p99_us / 1000, "ms");
    return absl::OkStatus();
  }

 private:
  SheetAndEcho(std::unique_ptr<Process> server, BytesCaller sheets, size_t sheet_bytes)
      : server_(std::move(server)),
        sheets_(std::move(sheets)),
        echo_(EchoCaller(server_->address(), sheet_bytes)),
        sheet_bytes_(sheet_bytes) {}

  const std::unique_ptr<Process> server_;
  BytesCaller sheets_;
  BytesCaller echo_;
  const size_t sheet_bytes_;
};

}  // namespace

absl::StatusOr<Results> MeasureSheets(const Plan& plan) {
  plan.progress("sheets over records like the sample's: importing");
  const World world({.seed = plan.seed});
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  const auto both = SheetAndEcho::Start((*suite)->channel(), {});
  if (!both.ok()) return both.status();
  Results results;
  for (const int callers : {1, 16, 64}) {
    absl::Status status = (*both)->Compare(plan, callers, plan.load, results);
    if (!status.ok()) return status;
  }
  for (Result& result : results) result.size = "700 households, 6,300 ledger entries, 2 counties";
  return results;
}

absl::Status ProbeCachedSheets(const Site& site, Results& results) {
  const auto both = SheetAndEcho::Start(site.suite.channel(), kTemplate);
  if (!both.ok()) return both.status();
  Results compared;
  for (const int callers : {1, 64}) {
    absl::Status status = (*both)->Compare(site.plan, callers, site.plan.load_by_size, compared);
    if (!status.ok()) return status;
  }
  for (Result& result : compared) {
    if (result.name != "sheet_cached_p50" && result.name != "sheet_cached_64") continue;
    result.size = LineOf(site, "", "").size;
    result.households = site.world.plan().households;
    result.by_size_alone = true;
    results.push_back(std::move(result));
  }
  return absl::OkStatus();
}

}  // namespace bangfu::bench
