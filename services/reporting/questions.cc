#include "services/reporting/questions.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/records/page.h"
#include "services/common/records/violations.h"
#include "services/common/text/absl_view.h"
#include "services/reporting/errors.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

constexpr int kPositionsMax = 10'000;  // three times the counties of China
constexpr size_t kFingerprintBytes = 8;

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

using Heads = google::protobuf::RepeatedPtrField<journal::v1::TreeHead>;

// Other heads, another fingerprint.
std::string Fingerprint(const Heads& heads) {
  std::string bytes;
  for (const journal::v1::TreeHead& head : heads) {
    absl::StrAppend(&bytes, head.journal(), head.county(), head.size(), ",", head.root_hash());
  }
  const journal::Hash hash = journal::Sha256(bytes);
  return absl::BytesToHexString(
      text::AbslView(journal::HashBytes(hash).substr(0, kFingerprintBytes)));
}

// A page token's key: the heads that the page was of, and the place of its last entry.
struct PageKey {
  std::string fingerprint;
  int64_t entry_count = 0;  // of all those heads
  std::string place;

  static PageKey Of(const Heads& heads) {
    PageKey key{.fingerprint = Fingerprint(heads)};
    for (const journal::v1::TreeHead& head : heads) key.entry_count += head.size();
    return key;
  }
  std::string ToString() const { return absl::StrCat(fingerprint, ",", entry_count, ",", place); }
  static std::optional<PageKey> Parse(std::string_view text) {
    const std::vector<std::string> parts =
        absl::StrSplit(text::AbslView(text), absl::MaxSplits(',', 2));
    PageKey key;
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &key.entry_count)) return std::nullopt;
    key.fingerprint = parts[0];
    key.place = parts[2];
    return key;
  }
};

// Where the page begins whose token holds `token_key`; `present` are the heads it would be of.
absl::StatusOr<ExplainPlace> PlaceAfter(std::string_view token_key, const PageKey& present) {
  if (token_key.empty()) return ExplainPlace();
  const std::optional<PageKey> key = PageKey::Parse(token_key);
  if (!key) return InvalidPageToken();
  // Journals only grow, so other heads with no more entries are not newer ones: the page before
  // came from another copy of this service, which was ahead, perhaps in one county of several.
  if (present.fingerprint != key->fingerprint) {
    return present.entry_count <= key->entry_count ? CopyBehind() : HeadsMoved();
  }
  std::optional<ExplainPlace> place = ExplainPlace::FromKey(key->place);
  if (!place) return InvalidPageToken();
  return *std::move(place);
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
  for (journal::v1::TreeHead& head : HeadsOf(figure.view.counties)) {
    *response.add_tree_heads() = std::move(head);
  }
  PageKey key = PageKey::Of(response.tree_heads());
  const absl::StatusOr<ExplainPlace> after = PlaceAfter(question.after, key);
  if (!after.ok()) return after.status();
  absl::StatusOr<ExplainedPage> page = ReadPage(connection, figure, *after, question.page_size);
  if (!page.ok()) return page.status();

  *response.mutable_figure() =
      figure.of_case ? ComputeCaseFigure(*figure.planned, *figure.of_case, figure.as_of)
                     : ComputeFigure(*figure.planned, figure.view, figure.as_of);
  *response.mutable_indicator() = figure.planned->indicator;
  for (v1::ExplainedEntry& entry : page->entries) *response.add_entries() = std::move(entry);
  if (page->more) {
    key.place = page->last.ToKey();
    response.set_next_page_token(EncodeToken(request, key.ToString()));
  }
  return absl::OkStatus();
}

}  // namespace bangfu::reporting
