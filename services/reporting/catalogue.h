// The definitions that a sheet is made by: the catalogue of indicators and the sheet templates,
// read from a directory of textproto files, checked, and made ready to be evaluated. What a
// definition has to be like, catalogue_check.h says.
#ifndef BANGFU_SERVICES_REPORTING_CATALOGUE_H_
#define BANGFU_SERVICES_REPORTING_CATALOGUE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"

namespace bangfu::reporting {

// The template that an empty template_id means.
inline constexpr std::string_view kDefaultTemplate = "achievement_sheet";

// A figure of a template with its definition.
struct PlannedFigure {
  v1::Indicator indicator;
  std::string scope;  // as roll-ups are kept by (series.h); empty for a figure of a case
  v1::Figure blank;   // all of the figure that does not depend on records
};

struct PlannedSection {
  v1::FigureSection blank;  // without figures
  std::vector<PlannedFigure> figures;
};

// A template with its definitions.
struct SheetPlan {
  std::string id;
  std::string version;
  std::vector<PlannedSection> sections;
  std::vector<PlannedFigure> case_figures;

  // Null when no section has a figure of this id.
  const PlannedFigure* FindFigure(std::string_view figure_id) const;
  // Null when cases have no figure of this id.
  const PlannedFigure* FindCaseFigure(std::string_view figure_id) const;
};

class Definitions {
 public:
  // Reads indicators.textproto, and each other *.textproto of the directory as a template.
  // FAILED_PRECONDITION, in one line that names the file and, where there is one, the id, when a
  // file cannot be read or says something that does not hold together.
  static absl::StatusOr<Definitions> Load(const std::string& directory);

  // Its indicators by id.
  const v1::Catalogue& catalogue() const { return catalogue_; }
  // Null when there is none; the empty id is kDefaultTemplate's.
  const SheetPlan* FindPlan(std::string_view template_id) const;

 private:
  Definitions(v1::Catalogue catalogue, std::map<std::string, SheetPlan, std::less<>> plans)
      : catalogue_(std::move(catalogue)), plans_(std::move(plans)) {}

  v1::Catalogue catalogue_;
  std::map<std::string, SheetPlan, std::less<>> plans_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_CATALOGUE_H_
