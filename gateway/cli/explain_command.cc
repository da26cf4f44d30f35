// bangfuctl sheet explain
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>

#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/explain_record.h"
#include "gateway/cli/explain_text.h"
#include "gateway/cli/figure_verifier.h"
#include "gateway/cli/journal_client.h"
#include "gateway/cli/sheet_source.h"

namespace bangfu::cli {
namespace {

using gateway::v1::AchievementSheet;
using gateway::v1::SheetFigure;
using reporting::v1::ExplainFigureRequest;
using reporting::v1::ExplainFigureResponse;

constexpr std::string_view kAttestation = "attestation.";
constexpr std::string_view kDebt = "case_debt.";
constexpr int kPageSizeMax = 1000;
// How often to ask again when the journals grow between the sheet and its explanation.
constexpr int kAttemptsMax = 3;

constexpr char kFooter[] =
    "FIGURE is the last column of `sheet show`: cattle_returned, case_debt.510524.cattle-family,\n"
    "attestation.front-ranks.\n"
    "--verify recomputes the hash of every entry, checks that it is in the tree that the sheet\n"
    "names, reads what it states, and adds the entries up again; exit code 1 if anything differs.\n"
    "A figure that is missing because a service did not answer is exit code 4.\n"
    "Example: bangfuctl sheet explain cetc-2020 cattle_returned --verify";

struct ExplainFlags {
  SheetQuery query;
  std::string figure;
  std::string id;  // "explain PROGRAMME attestation ID"
  bool verify = false;
  int page_size = 0;
  Output output = Output::kTable;
};

bool IsUnreachable(const AchievementSheet& sheet, std::string_view source) {
  return std::any_of(sheet.unreachable().begin(), sheet.unreachable().end(),
                     [&](const auto& one) { return one.source() == source; });
}

// The service that did not answer and would have told of the figure; empty when none is missing.
std::string_view SourceMissing(const std::string& figure, const AchievementSheet& sheet) {
  std::vector<std::string_view> sources = {"reporting"};
  if (figure.starts_with(kAttestation)) sources = {"projects"};
  if (figure.starts_with("case_")) sources = {"households", "reporting"};
  if (figure.starts_with(kDebt)) sources = {"households"};
  for (const std::string_view source : sources) {
    if (IsUnreachable(sheet, source)) return source;
  }
  return {};
}

class ExplainRun {
 public:
  ExplainRun(const ExplainFlags& flags, const CliContext& context)
      : flags_(flags),
        context_(context),
        client_(context.Connect()),
        stub_(reporting::v1::ReportingService::NewStub(client_.channel())) {}

  absl::StatusOr<int> Run() {
    absl::Status got = FetchSheet();
    if (!got.ok()) return got;
    std::string figure = flags_.figure;
    if (!flags_.id.empty()) figure += "." + flags_.id;
    if (figure.starts_with(kAttestation)) return Attestation(figure.substr(kAttestation.size()));
    if (figure.starts_with(kDebt)) return Debt(figure.substr(kDebt.size()));
    return Figure(figure);
  }

 private:
  absl::Status FetchSheet() {
    absl::StatusOr<AchievementSheet> sheet = GetSheet(client_, flags_.query);
    if (!sheet.ok()) return sheet.status();
    sheet_ = *std::move(sheet);
    return absl::OkStatus();
  }

  // Whether there is such a figure is not known without the service that would have told of it.
  int NotOnSheet(const std::string& figure) const {
    const std::string_view source = SourceMissing(figure, sheet_);
    context_.io.err << "bangfuctl: " << figure << " is not on the sheet";
    if (source.empty()) {
      context_.io.err << "; `bangfuctl sheet show` lists the figures\n";
      return kExitFindings;
    }
    context_.io.err << ", which is partial: " << source << " did not answer\n";
    return kExitPartial;
  }

  absl::StatusOr<int> Attestation(const std::string& id) {
    const gateway::v1::SheetAttestation* attestation = FindAttestation(sheet_, id);
    if (attestation == nullptr) return NotOnSheet(std::string(kAttestation) + id);
    std::vector<Verdict> verdicts;
    if (flags_.verify) {
      auto found = VerifyAttestation(sheet_, *attestation, ProveOver(client_));
      if (!found.ok()) return found.status();
      verdicts = *std::move(found);
    }
    context_.io.out << RenderAttestation(*attestation, flags_.query.locale, flags_.output,
                                         verdicts);
    return Close(verdicts);
  }

  absl::StatusOr<int> Debt(const std::string& key) {
    const gateway::v1::SheetCase* one = FindCase(sheet_, key);
    if (one == nullptr || FindFigure(sheet_, std::string(kDebt) + key) == nullptr) {
      return NotOnSheet(std::string(kDebt) + key);
    }
    std::vector<Verdict> verdicts;
    if (flags_.verify) {
      auto found = VerifyDebt(sheet_, *one, ProveOver(client_));
      if (!found.ok()) return found.status();
      verdicts = *std::move(found);
    }
    context_.io.out << RenderDebt(*one, flags_.query.locale, flags_.output, verdicts);
    return Close(verdicts);
  }

  absl::StatusOr<ExplainFigureResponse> FetchPage(const std::string& figure,
                                                  const std::string& token) {
    ExplainFigureRequest request;
    request.set_programme(sheet_.name().substr(0, sheet_.name().rfind('/')));
    request.set_template_id(sheet_.template_id());
    request.set_figure(figure);
    *request.mutable_as_of() = sheet_.as_of();
    const int page_size_default = flags_.verify ? kPageSizeMax : 0;
    request.set_page_size(flags_.page_size > 0 ? flags_.page_size : page_size_default);
    request.set_page_token(token);
    // No page is older than the sheet, whichever copy of reporting answers.
    for (const auto& [log, head] : HeadsOf(sheet_, "reporting")) {
      journal::v1::JournalPosition& position = *request.add_wait_for();
      position.set_journal(head.journal());
      position.set_county(head.county());
      position.set_size(head.size());
    }
    const auto call = client_.NewContext();
    ExplainFigureResponse page;
    const absl::Status got = ToStatus(stub_->ExplainFigure(call.get(), request, &page));
    if (!got.ok()) return got;
    return page;
  }

  // Whether the explanation is of another state of the journals than the sheet.
  bool HasMoved(const ExplainFigureResponse& page) const {
    const Heads heads = HeadsOf(sheet_, "reporting");
    for (const journal::v1::TreeHead& head : page.tree_heads()) {
      const auto found = heads.find({head.journal(), head.county()});
      if (found == heads.end() || found->second.size() != head.size()) return true;
    }
    return false;
  }

  absl::StatusOr<ExplainFigureResponse> FetchFirstPage(const std::string& figure) {
    absl::StatusOr<ExplainFigureResponse> page = FetchPage(figure, {});
    for (int i = 1; i < kAttemptsMax && page.ok() && HasMoved(*page); ++i) {
      if (absl::Status got = FetchSheet(); !got.ok()) return got;
      page = FetchPage(figure, {});
    }
    return page;
  }

  absl::StatusOr<int> Figure(const std::string& figure) {
    if (FindFigure(sheet_, figure) == nullptr) return NotOnSheet(figure);
    absl::StatusOr<ExplainFigureResponse> page = FetchFirstPage(figure);
    if (!page.ok()) return page.status();
    const SheetFigure* on_sheet = FindFigure(sheet_, figure);
    if (on_sheet == nullptr) return NotOnSheet(figure);
    std::optional<FigureVerifier> verifier;
    if (flags_.verify) verifier.emplace(sheet_, *on_sheet, *page, ProveOver(client_));
    ExplanationText text(flags_.output, flags_.query.locale);
    context_.io.out << text.Begin(*on_sheet, *page);
    while (true) {
      context_.io.out << text.Page(*page);
      if (verifier) {
        if (absl::Status got = verifier->AddPage(*page); !got.ok()) return got;
      }
      if (page->next_page_token().empty()) break;
      page = FetchPage(figure, page->next_page_token());
      if (!page.ok()) return page.status();
    }
    const std::vector<Verdict> verdicts = verifier ? verifier->Verdicts() : std::vector<Verdict>();
    context_.io.out << text.End(verdicts);
    return Close(verdicts);
  }

  // CSV holds the entries alone, so what was verified goes elsewhere.
  int Close(const std::vector<Verdict>& verdicts) const {
    if (flags_.output == Output::kCsv && !verdicts.empty()) {
      context_.io.err << RenderVerdicts(verdicts, Output::kTable);
    }
    return AllGood(verdicts) ? kExitOk : kExitFindings;
  }

  const ExplainFlags& flags_;
  const CliContext& context_;
  const GatewayClient client_;
  const std::unique_ptr<reporting::v1::ReportingService::Stub> stub_;
  AchievementSheet sheet_;
};

int Explain(const ExplainFlags& flags, const CliContext& context) {
  const absl::StatusOr<int> code = ExplainRun(flags, context).Run();
  return code.ok() ? *code : context.Fail(code.status());
}

}  // namespace

void AddExplainCommand(CLI::App& sheet, CliContext& context) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* explain =
      sheet.add_subcommand("explain", "The formula of a figure, and the entries behind it");
  explain->footer(kFooter);
  AddProgrammeOption(*explain, flags->query.programme);
  explain->add_option("FIGURE", flags->figure, "such as cattle_returned")->required();
  explain->add_option("ID", flags->id, "of an attestation, after `attestation`");
  explain->add_flag("--verify", flags->verify, "check every entry against the heads on the sheet");
  explain->add_option("--page-size", flags->page_size, "entries asked for at once; 0 means 100")
      ->check(CLI::Range(0, kPageSizeMax));
  AddDayOption(*explain, "--as-of", flags->query.as_of, "as of the sheet; today if absent");
  AddLocaleOption(*explain, flags->query.locale);
  AddOutputOption(*explain, flags->output);
  explain->callback([flags, &context] { context.exit_code = Explain(*flags, context); });
}

}  // namespace bangfu::cli
