// What it takes to compute a sheet's figures, and the sheet, when nobody has to wait for reporting.
#include <vector>

#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"
#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"
#include "tests/bench/definitions.h"
#include "tests/bench/ledger_writer.h"
#include "tests/bench/probe.h"
#include "tests/bench/sheet_caller.h"
#include "tests/bench/statistics.h"

namespace bangfu::bench {
namespace {

template <typename Ask>
absl::StatusOr<double> TimeMs(Ask ask) {
  const absl::Time begin = absl::Now();
  if (absl::Status status = ask(); !status.ok()) return status;
  return absl::ToDoubleMilliseconds(absl::Now() - begin);
}

// Reporting keeps no answer: each of these is computed.
class FiguresCaller {
 public:
  explicit FiguresCaller(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(reporting::v1::ReportingService::NewStub(channel)) {}

  absl::Status Ask(const google::type::Date& as_of) const {
    reporting::v1::ComputeFiguresRequest request;
    request.set_programme(kProgramme);
    request.set_template_id(kTemplate);
    *request.mutable_as_of() = as_of;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    reporting::v1::ComputeFiguresResponse response;
    return server::FromGrpcStatus(stub_->ComputeFigures(&context, request, &response));
  }

 private:
  std::unique_ptr<reporting::v1::ReportingService::Stub> stub_;
};

}  // namespace

absl::StatusOr<ComputingTimes> TimeComputing(const Site& site) {
  LedgerWriter writer(site.suite.channel(), MoreEntries(site.world, site.plan.questions, 2));
  const SheetCaller applied(site.suite.channel(), kTemplate);
  // Kept sheets are of a language.
  const SheetCaller anew(site.suite.channel(), kTemplate, "en");
  const FiguresCaller figures(server::MakeChannel(site.suite.processes().reporting()));
  std::vector<double> figures_ms, sheet_ms;
  for (int i = 0; i < site.plan.questions; ++i) {
    if (absl::Status written = writer.Write(); !written.ok()) return written;
    const auto sheet = applied.Ask();  // waits until reporting has applied it
    if (!sheet.ok()) return sheet.status();
    const auto one = TimeMs([&] { return figures.Ask(sheet->as_of()); });
    if (!one.ok()) return one.status();
    const auto other = TimeMs([&] { return anew.Ask().status(); });
    if (!other.ok()) return other.status();
    figures_ms.push_back(*one);
    sheet_ms.push_back(*other);
  }
  return ComputingTimes{Median(figures_ms), Median(sheet_ms)};
}

}  // namespace bangfu::bench
