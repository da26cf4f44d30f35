#include "tests/bench/definitions.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"

#include "tests/bench/processes.h"
#include "tests/bench/world/parts.h"

namespace bangfu::bench {
namespace {

// Of the whole programme: sums, and numbers of different subjects.
constexpr std::string_view kOfAll[] = {
    "counties_designated",   "cadres_posted",    "cadres_honoured", "facilities_opened",
    "service_kinds_offered", "persons_returned", "participants",    "paid_to_people",
    "households_registered", "households_lifted"};
// Of one project each, in their order. Every third is free-range, contract farming, another model:
// each has a figure that its model gives a value to.
constexpr std::string_view kOfProjects[] = {
    "persons_returned",          "participants",
    "persons_returned",          "household_gain_average",
    "persons_settled",           "paid_to_people",
    "households_free_range",     "person_settlement_average",
    "collective_revenue",        "household_gain_average",
    "collective_profit",         "participants",
    "households_free_range",     "persons_settled",
    "collective_revenue",        "paid_to_people",
    "person_settlement_average", "collective_profit",
    "collective_revenue",        "paid_to_people"};

void WriteFigure(std::ostream& out, const TemplateFigure& figure) {
  out << "  figures { id: \"" << figure.id << "\" indicator: \"" << figure.indicator << '"';
  if (!figure.project.empty()) out << " scope { project: \"" << figure.project << "\" }";
  out << " }\n";
}

void WriteTemplate(std::ostream& out) {
  out << "# proto-file: bangfu/reporting/v1/catalogue.proto\n"
         "# proto-message: bangfu.reporting.v1.SheetTemplate\n"
      << "id: \"" << kTemplate << "\"\nversion: \"1\"\n"
      << "sections {\n  id: \"all\"\n"
         "  titles { text: \"测量\" language_code: \"zh-CN\" }\n"
         "  titles { text: \"Measured\" language_code: \"en\" }\n";
  for (const TemplateFigure& figure : TemplateFigures()) WriteFigure(out, figure);
  out << "}\n";
}

}  // namespace

std::vector<TemplateFigure> TemplateFigures() {
  std::vector<TemplateFigure> figures;
  const auto add = [&figures](std::string_view indicator, std::string project) {
    figures.push_back({absl::StrFormat("f%02d", static_cast<int>(figures.size())),
                       std::string(indicator), std::move(project)});
  };
  for (const std::string_view indicator : kOfAll) add(indicator, "");
  for (size_t project = 0; project < std::size(kOfProjects); ++project) {
    const std::string name = ProjectName(static_cast<int>(project));
    add(kOfProjects[project], name.substr(name.rfind('/') + 1));
  }
  return figures;
}

absl::Status WriteDefinitions(const std::string& directory) {
  std::error_code error;
  std::filesystem::copy(ProgramDirectory() + "/definitions", directory,
                        std::filesystem::copy_options::recursive, error);
  if (error) return absl::InternalError("cannot copy the definitions: " + error.message());
  std::ofstream out(absl::StrFormat("%s/%s.textproto", directory, kTemplate));
  WriteTemplate(out);
  out.close();
  return out ? absl::OkStatus() : absl::InternalError("cannot write a template to " + directory);
}

}  // namespace bangfu::bench
