// sheet_cached_*: sheets with unchanged heads against a bare echo of as many bytes, or a bare
// answer of them if that is faster. Whether the gateway keeps sheets is its affair: what it does is
// measured. At each size of the growth, too.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "services/common/server/client_channel.h"
#include "tests/bench/bytes_caller.h"
#include "tests/bench/definitions.h"
#include "tests/bench/echo.pb.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/probe.h"
#include "tests/bench/sheet_caller.h"
#include "tests/bench/statistics.h"

namespace bangfu::bench {
namespace {

// The three are asked in turns: the machine is not the same all the time.
constexpr int kRounds = 3;

v1::EchoMessage MessageOf(size_t payload_bytes) {
  v1::EchoMessage message;
  message.set_payload(std::string(payload_bytes, 'x'));
  return message;
}

// What the rounds of one kind of call came to.
struct Rounds {
  std::vector<double> rate_s, p50_us, p99_us;

  absl::Status Add(int callers, absl::Duration duration, const AsyncCall& call) {
    const absl::StatusOr<LoadResult> load = RunLoad(callers, duration, call);
    if (!load.ok()) return load.status();
    rate_s.push_back(load->rate_s);
    p50_us.push_back(load->p50_us);
    p99_us.push_back(load->p99_us);
    return absl::OkStatus();
  }
};

// A server that echoes what is as large as the sheet, or gives it out, and the three clients.
class SheetAndEcho {
 public:
  static absl::StatusOr<std::unique_ptr<SheetAndEcho>> Start(
      const std::shared_ptr<grpc::Channel>& channel, const std::string& template_id) {
    const SheetCaller caller(channel, template_id);
    const absl::StatusOr<gateway::v1::AchievementSheet> sheet = caller.Ask();
    if (!sheet.ok()) return sheet.status();
    const size_t bytes = sheet->ByteSizeLong();
    const TemporaryDirectory directory;
    absl::StatusOr<std::unique_ptr<Process>> server =
        Process::Start({ProgramDirectory() + "/bangfu_bench", "--echo-server", "--echo-bytes",
                        std::to_string(bytes)},
                       directory.path() + "/echo.port");
    if (!server.ok()) return server.status();
    return std::unique_ptr<SheetAndEcho>(
        new SheetAndEcho(*std::move(server), caller.AsBytes(*sheet), bytes));
  }

  // Adds the lines of one number of callers. sheet_cached_64 is the rate at 64, sheet_cached_p50 is
  // at one.
  absl::Status Compare(const Plan& plan, int callers, absl::Duration duration, Results& results) {
    plan.progress(absl::StrCat("sheets and echoes at ", callers, " callers"));
    Rounds echo, fetch, sheet;
    for (int round = 0; round < kRounds; ++round) {
      absl::Status status = echo.Add(callers, duration / kRounds, echo_.AsCall());
      if (status.ok()) status = fetch.Add(callers, duration / kRounds, fetch_.AsCall());
      if (status.ok()) status = sheet.Add(callers, duration / kRounds, sheets_.AsCall());
      if (!status.ok()) return status;
    }
    // Against whichever of the two is the faster.
    const bool fetched = Median(fetch.rate_s) > Median(echo.rate_s);
    const Rounds& base = fetched ? fetch : echo;
    const std::string against = fetched ? "a bare answer of as many bytes, which are kept, to an "
                                          "empty request: faster than a callback echo of them"
                                        : "gRPC callback echo, payload of a sheet: faster than a "
                                          "bare answer of kept bytes to an empty request";
    const auto add = [&](std::string name, double value, double baseline, std::string unit) {
      results.push_back(
          {.name = std::move(name),
           .value = value,
           .unit = std::move(unit),
           .baseline = baseline,
           .against = against,
           .method = MethodOf(callers, duration),
           .note = absl::StrFormat("a sheet has %d bytes; an echo of them: %.0f/s, "
                                   "the bare answer: %.0f/s",
                                   sheet_bytes_, Median(echo.rate_s), Median(fetch.rate_s))});
    };
    const std::string of_callers = callers == 1 ? "" : absl::StrCat("_", callers);
    add(absl::StrCat("sheet_cached_", callers), Median(sheet.rate_s), Median(base.rate_s),
        "sheets/s");
    add("sheet_cached_p50" + of_callers, Median(sheet.p50_us) / 1000, Median(base.p50_us) / 1000,
        "ms");
    add("sheet_cached_p99" + of_callers, Median(sheet.p99_us) / 1000, Median(base.p99_us) / 1000,
        "ms");
    return absl::OkStatus();
  }

 private:
  SheetAndEcho(std::unique_ptr<Process> server, BytesCaller sheets, size_t sheet_bytes)
      : server_(std::move(server)),
        sheets_(std::move(sheets)),
        echo_(Caller("Echo", MessageOf(sheet_bytes), sheet_bytes)),
        fetch_(Caller("Fetch", {}, sheet_bytes)),
        sheet_bytes_(sheet_bytes) {}

  BytesCaller Caller(const std::string& rpc, const v1::EchoMessage& request, size_t answer_bytes) {
    return {server::MakeChannel(server_->address()), "/bangfu.bench.v1.EchoService/" + rpc, request,
            MessageOf(answer_bytes)};
  }

  static std::string MethodOf(int callers, absl::Duration duration) {
    return absl::StrCat("median of ", kRounds, ", in turns; ", callers,
                        " callers in closed loops over TCP for ",
                        absl::FormatDuration(duration / kRounds),
                        " after a tenth to warm up, heads unmoved; answers compared as bytes by "
                        "each client");
  }

  const std::unique_ptr<Process> server_;
  BytesCaller sheets_;
  BytesCaller echo_;
  BytesCaller fetch_;
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
