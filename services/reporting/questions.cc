#include "services/reporting/questions.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/records/page.h"
#include "services/common/records/violations.h"
#include "services/reporting/errors.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

constexpr int kPositionsMax = 10'000;  // three times the counties of China

void ParsePositions(records::FieldChecker& check,
                    const google::protobuf::RepeatedPtrField<journal::v1::JournalPosition>& given,
                    Positions& positions) {
  check.IntRange("wait_for", given.size(), 0, kPositionsMax);
  for (int i = 0; i < given.size() && i < kPositionsMax; ++i) {
    const journal::v1::JournalPosition& position = given[i];
    records::FieldChecker inner = check.In("wait_for", i);
    if (position.journal() != kHouseholds && position.journal() != kProjects) {
      inner.Invalid("journal", position.journal(), "\"households\" or \"projects\"",
                    records::Privacy::kPublic);
    }
    inner.Partition("county", position.county());
    inner.IntRange("size", position.size(), 0, INT64_MAX);
    positions.push_back(position);
  }
}

// What both requests begin with.
template <typename Request>
absl::StatusOr<SheetQuestion> ParseSheet(const Request& request, const Definitions& definitions) {
  records::Violations violations;
  records::FieldChecker check(violations);
  SheetQuestion question;
  const auto programme = check.Name<names::ProgrammeName>("programme", request.programme());
  question.as_of = check.OptionalDate("as_of", request.as_of());
  ParsePositions(check, request.wait_for(), question.wait_for);
  if (!violations.empty()) return violations.ToStatus();
  question.programme = std::string(programme->programme);
  question.plan = definitions.FindPlan(request.template_id());
  if (question.plan == nullptr) return TemplateNotFound(request.template_id());
  return question;
}

// Everything that a page token is bound to.
std::array<std::string, 4> PageBinding(const v1::ExplainFigureRequest& request) {
  return {request.programme(), request.template_id(), request.figure(),
          request.as_of().SerializeAsString()};
}

absl::StatusOr<std::string> DecodeToken(const v1::ExplainFigureRequest& request) {
  const auto bound = PageBinding(request);
  return records::DecodePageToken({"ExplainFigure", bound[0], bound[1], bound[2], bound[3]},
                                  request.page_token());
}

std::string EncodeToken(const v1::ExplainFigureRequest& request, std::string_view key) {
  const auto bound = PageBinding(request);
  return records::EncodePageToken({"ExplainFigure", bound[0], bound[1], bound[2], bound[3]}, key);
}

// Later pages have other heads behind them.
void AddFigure(const ExplainedFigure& figure, v1::ExplainFigureResponse& response) {
  *response.mutable_figure() =
      figure.of_case ? ComputeCaseFigure(*figure.planned, *figure.of_case, figure.as_of)
                     : ComputeFigure(*figure.planned, figure.view, figure.as_of);
  for (journal::v1::TreeHead& head : HeadsOf(figure.view.counties)) {
    *response.add_tree_heads() = std::move(head);
  }
}

}  // namespace

absl::StatusOr<SheetQuestion> Parse(const v1::ComputeFiguresRequest& request,
                                    const Definitions& definitions) {
  return ParseSheet(request, definitions);
}

absl::StatusOr<PageQuestion> Parse(const v1::ExplainFigureRequest& request,
                                   const Definitions& definitions) {
  absl::StatusOr<SheetQuestion> sheet = ParseSheet(request, definitions);
  if (!sheet.ok()) return sheet.status();
  const absl::StatusOr<int> page_size = records::PageSize(request.page_size());
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<std::string> after = DecodeToken(request);
  if (!after.ok()) return after.status();
  return PageQuestion{*std::move(sheet), request.figure(), *page_size, *std::move(after)};
}

absl::Status Answer(const SheetQuestion& question, const Snapshots& snapshots,
                    v1::ComputeFiguresResponse& response) {
  const std::optional<ProgrammeView> view = snapshots.View(question.programme);
  if (!view) return ProgrammeNotFound(names::ProgrammeName{question.programme}.ToString());
  ComputeSheet(*question.plan, *view, question.as_of, response);
  return absl::OkStatus();
}

absl::StatusOr<ExplainedFigure> Find(const PageQuestion& question, const Snapshots& snapshots) {
  const SheetQuestion& sheet = question.sheet;
  std::optional<ProgrammeView> view = snapshots.View(sheet.programme);
  if (!view) return ProgrammeNotFound(names::ProgrammeName{sheet.programme}.ToString());
  ExplainedFigure found{.planned = sheet.plan->FindFigure(question.figure),
                        .view = *std::move(view),
                        .as_of = sheet.as_of};
  if (found.planned != nullptr) return found;
  const std::string_view id = question.figure;
  const size_t dot = id.find('.');
  if (dot == std::string_view::npos) return FigureNotFound(id);
  found.planned = sheet.plan->FindCaseFigure(id.substr(0, dot));
  found.of_case = FindPublicCase(found.view, id.substr(dot + 1), sheet.as_of);
  if (found.planned == nullptr || found.of_case == nullptr) return FigureNotFound(id);
  return found;
}

absl::Status Answer(sql::Connection& connection, const PageQuestion& question,
                    const ExplainedFigure& figure, const v1::ExplainFigureRequest& request,
                    v1::ExplainFigureResponse& response) {
  absl::StatusOr<ExplainStart> start = StartOfPage(figure, question.after);
  if (!start.ok()) return start.status();
  absl::StatusOr<ExplainedPage> page = ReadPage(connection, figure, *start, question.page_size);
  if (!page.ok()) return page.status();

  *response.mutable_indicator() = figure.planned->indicator;
  if (question.after.empty()) AddFigure(figure, response);
  for (v1::ExplainedEntry& entry : page->entries) *response.add_entries() = std::move(entry);
  if (page->more) {
    start->after = std::move(page->last);
    response.set_next_page_token(EncodeToken(request, PageKey(figure, *start)));
  }
  return absl::OkStatus();
}

}  // namespace bangfu::reporting
