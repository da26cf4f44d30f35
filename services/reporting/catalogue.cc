#include "services/reporting/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/text/absl_view.h"
#include "services/common/text/quote.h"
#include "services/reporting/catalogue_check.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {
namespace {

constexpr std::string_view kCatalogueFile = "indicators.textproto";
constexpr std::string_view kExtension = ".textproto";
constexpr std::uintmax_t kFileBytesMax = 4 * 1024 * 1024;

using Plans = std::map<std::string, SheetPlan, std::less<>>;

absl::Status Unusable(const std::filesystem::path& path, const absl::Status& why) {
  return absl::FailedPreconditionError(absl::StrCat(path.string(), ": ", why.message()));
}

class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  // Lines and columns come from 0; a line of -1 stands for none.
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    text_ = line < 0 ? message : absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return absl::NotFoundError("cannot read it: " + error.message());
  if (size > kFileBytesMax) return absl::ResourceExhaustedError("it is larger than 4 MiB");
  std::ifstream file(path, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(file), {});
  if (!file) return absl::UnavailableError("cannot read it");
  return content;
}

template <typename Message>
absl::StatusOr<Message> ParseFile(const std::filesystem::path& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return Unusable(path, content.status());
  Message message;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(*content, &message)) {
    return Unusable(path, absl::InvalidArgumentError(error.text()));
  }
  return message;
}

std::string ScopeOf(const v1::Scope& scope) {
  switch (scope.scope_case()) {
    case v1::Scope::kProject:
      return ProjectScope(scope.project());
    case v1::Scope::kPillar:
      return PillarScope(scope.pillar());
    default:
      return std::string(kProgrammeScope);
  }
}

PlannedFigure Plan(const v1::FigureTemplate& figure, const v1::Catalogue& catalogue) {
  PlannedFigure planned;
  planned.indicator =
      *std::find_if(catalogue.indicators().begin(), catalogue.indicators().end(),
                    [&](const v1::Indicator& i) { return i.id() == figure.indicator(); });
  planned.scope = ScopeOf(figure.scope());
  planned.blank.set_id(figure.id());
  planned.blank.set_indicator(figure.indicator());
  *planned.blank.mutable_captions() =
      figure.captions().empty() ? planned.indicator.titles() : figure.captions();
  planned.blank.set_unit(planned.indicator.unit());
  planned.blank.set_counting_unit(planned.indicator.counting_unit());
  *planned.blank.mutable_scope() = figure.scope();
  planned.blank.set_catalogue_version(catalogue.version());
  planned.blank.set_basis(v1::BASIS_COMPUTED);
  return planned;
}

SheetPlan Plan(const v1::SheetTemplate& sheet, const v1::Catalogue& catalogue) {
  SheetPlan plan{.id = sheet.id(), .version = sheet.version()};
  for (const v1::SectionTemplate& section : sheet.sections()) {
    PlannedSection& planned = plan.sections.emplace_back();
    planned.blank.set_id(section.id());
    *planned.blank.mutable_titles() = section.titles();
    for (const v1::FigureTemplate& figure : section.figures()) {
      planned.figures.push_back(Plan(figure, catalogue));
    }
  }
  for (const v1::FigureTemplate& figure : sheet.case_figures()) {
    plan.case_figures.push_back(Plan(figure, catalogue));
  }
  return plan;
}

// The directory's templates, by file name.
absl::StatusOr<std::vector<std::filesystem::path>> ListTemplates(const std::string& directory) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    if (path.extension() == kExtension && path.filename() != kCatalogueFile) paths.push_back(path);
  }
  if (error) return Unusable(directory, absl::NotFoundError(error.message()));
  std::sort(paths.begin(), paths.end());
  return paths;
}

absl::Status AddPlan(const std::filesystem::path& path, const v1::Catalogue& catalogue,
                     Plans& plans) {
  const absl::StatusOr<v1::SheetTemplate> sheet = ParseFile<v1::SheetTemplate>(path);
  if (!sheet.ok()) return sheet.status();
  absl::Status valid = CheckTemplate(*sheet, catalogue);
  if (valid.ok() && !plans.emplace(sheet->id(), Plan(*sheet, catalogue)).second) {
    valid = absl::InvalidArgumentError(
        absl::StrCat("template ", text::Quote(sheet->id()), ": another file has this id"));
  }
  return valid.ok() ? valid : Unusable(path, valid);
}

const PlannedFigure* FindIn(const std::vector<PlannedFigure>& figures, std::string_view id) {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const PlannedFigure& f) { return f.blank.id() == id; });
  return found == figures.end() ? nullptr : &*found;
}

}  // namespace

const PlannedFigure* SheetPlan::FindFigure(std::string_view figure_id) const {
  for (const PlannedSection& section : sections) {
    if (const PlannedFigure* figure = FindIn(section.figures, figure_id)) return figure;
  }
  return nullptr;
}

const PlannedFigure* SheetPlan::FindCaseFigure(std::string_view figure_id) const {
  return FindIn(case_figures, figure_id);
}

absl::StatusOr<Definitions> Definitions::Load(const std::string& directory) {
  const std::filesystem::path path = std::filesystem::path(directory) / kCatalogueFile;
  absl::StatusOr<v1::Catalogue> catalogue = ParseFile<v1::Catalogue>(path);
  if (!catalogue.ok()) return catalogue.status();
  absl::Status valid = CheckCatalogue(*catalogue);
  if (!valid.ok()) return Unusable(path, valid);
  auto& indicators = *catalogue->mutable_indicators();
  std::sort(indicators.begin(), indicators.end(),
            [](const v1::Indicator& a, const v1::Indicator& b) { return a.id() < b.id(); });

  const absl::StatusOr<std::vector<std::filesystem::path>> files = ListTemplates(directory);
  if (!files.ok()) return files.status();
  Plans plans;
  for (const std::filesystem::path& file : *files) {
    if (absl::Status added = AddPlan(file, *catalogue, plans); !added.ok()) return added;
  }
  if (!plans.contains(kDefaultTemplate)) {
    return Unusable(directory, absl::FailedPreconditionError(absl::StrCat(
                                   "there is no template ", text::AbslView(kDefaultTemplate),
                                   ", which a sheet has unless it names another")));
  }
  return Definitions(*std::move(catalogue), std::move(plans));
}

const SheetPlan* Definitions::FindPlan(std::string_view template_id) const {
  const auto found = plans_.find(template_id.empty() ? kDefaultTemplate : template_id);
  return found == plans_.end() ? nullptr : &found->second;
}

}  // namespace bangfu::reporting
