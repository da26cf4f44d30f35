#include "tests/bench/definitions.h"

#include <filesystem>
#include <fstream>
#include <string_view>

#include "absl/strings/str_format.h"

#include "tests/bench/processes.h"

namespace bangfu::bench {
namespace {

// Of the whole programme, then of single projects: sums, averages and numbers of different persons.
constexpr std::string_view kOfAll[] = {
    "counties_designated",   "cadres_posted",    "cadres_honoured", "facilities_opened",
    "service_kinds_offered", "persons_returned", "participants",    "paid_to_people",
    "households_registered", "households_lifted"};
constexpr std::string_view kOfProjects[] = {
    "persons_returned",      "participants",      "household_gain_average",    "collective_revenue",
    "collective_profit",     "persons_settled",   "person_settlement_average", "paid_to_people",
    "households_free_range", "collective_revenue"};

constexpr int kProjects = 20;  // one figure each

void WriteFigure(std::ostream& out, int number, std::string_view indicator,
                 std::string_view project) {
  out << absl::StrFormat("  figures { id: \"f%02d\" indicator: \"%s\"", number,
                         std::string(indicator));
  if (!project.empty()) out << " scope { project: \"" << project << "\" }";
  out << " }\n";
}

void WriteTemplate(std::ostream& out) {
  out << "# proto-file: bangfu/reporting/v1/catalogue.proto\n"
         "# proto-message: bangfu.reporting.v1.SheetTemplate\n"
      << "id: \"" << kTemplate << "\"\nversion: \"1\"\n"
      << "sections {\n  id: \"all\"\n"
         "  titles { text: \"测量\" language_code: \"zh-CN\" }\n"
         "  titles { text: \"Measured\" language_code: \"en\" }\n";
  int number = 0;
  for (const std::string_view indicator : kOfAll) WriteFigure(out, number++, indicator, {});
  for (int project = 0; project < kProjects; ++project) {
    const std::string id =
        project < 2 ? (project == 0 ? "cattle" : "eucommia") : absl::StrFormat("P%04d", project);
    WriteFigure(out, number++, kOfProjects[project % std::size(kOfProjects)], id);
  }
  out << "}\n";
}

}  // namespace

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
