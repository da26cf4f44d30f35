#include "gateway/cli/import_plan.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"

#include "gateway/cli/cell_values.h"
#include "gateway/cli/counterparty_check.h"
#include "gateway/cli/csv_table.h"
#include "gateway/cli/programme_check.h"
#include "gateway/cli/record_mapper.h"
#include "gateway/cli/records_of.h"
#include "gateway/cli/reversal_check.h"

namespace bangfu::cli {
namespace {

namespace fs = std::filesystem;

std::string KnownFiles() {
  std::string known;
  for (const FileSpec& spec : FileSpecs()) {
    if (!known.empty()) known += ", ";
    known += spec.file;
  }
  return known;
}

// In capitals, too: a file that is passed over in silence would be missed too late.
bool IsCsv(const fs::path& path) {
  return absl::AsciiStrToLower(path.extension().string()) == ".csv";
}

// "villages" of counties/510524/villages/510524101227.
std::string_view CollectionOf(std::string_view name) {
  const size_t id = name.rfind('/');
  if (id == std::string_view::npos || id == 0) return {};
  const std::string_view parent = name.substr(0, id);
  return parent.substr(parent.rfind('/') + 1);
}

// "villages/510524101227": what is known of a record whose parents are not.
std::string ShortName(std::string_view collection, std::string_view id) {
  return std::string(collection).append("/").append(id);
}

void ReportFile(const std::string& name, std::string_view found, ErrorList& errors) {
  ImportError error;
  error.file_order = static_cast<int>(FileSpecs().size());
  error.file = name;
  error.column = kNoColumn;
  error.message = FoundExpected(found, "one of " + KnownFiles());
  errors.Add(std::move(error));
}

// The checks of one pass over all files.
class LocalPass {
 public:
  LocalPass(ImportPlan& plan, ErrorList& errors, const RowSeen& seen)
      : plan_(plan), errors_(errors), seen_(seen) {}

  void Run() {
    for (PlannedFile& file : plan_.files) CheckFile(file);
  }

 private:
  void CheckFile(PlannedFile& file) {
    CsvTable table(*file.spec, file.order, OpenPlanned(file), errors_);
    RecordMapper mapper(*file.spec);
    const std::unique_ptr<google::protobuf::Message> record = NewRecord(file.spec->service);
    std::vector<CellProblem> problems;
    while (table.Next()) {
      record->Clear();
      problems.clear();
      const bool good = mapper.Map(table.cells(), *record, problems);
      if (mapper.name().empty()) {
        AddNameless(*file.spec, table.cells());
      } else {
        CheckUnique(mapper, table, problems);
      }
      if (good) CheckAcross(mapper, *record, table.row(), problems);
      for (CellProblem& problem : problems) {
        table.Report(table.row(), problem.column, std::move(problem.message));
      }
      if (problems.empty()) ++file.rows;
      seen_(file, file.rows);
    }
    if (table.skipped_rows()) plan_.incomplete.insert(std::string(CollectionOf(file.spec->name)));
    if (file.spec->record == "ledger_entry") CheckReversals(file);
  }

  // A record whose name cannot be made, for example because its county is wrong. Its id alone is
  // taken down, so that what names it is not complained of, too.
  void AddNameless(const FileSpec& spec, std::span<const std::string_view> cells) {
    const Column& column = spec.columns[IdColumn(spec)];
    const std::string_view id = NamePart(column.conversion, cells[IdColumn(spec)]);
    plan_.index.Add(ShortName(CollectionOf(spec.name), id), 0);
  }

  void CheckUnique(const RecordMapper& mapper, const CsvTable& table,
                   std::vector<CellProblem>& problems) {
    const int64_t first = plan_.index.Add(mapper.name(), table.row());
    if (first == 0) return;
    problems.push_back({IdColumn(mapper.spec()),
                        FoundExpected("the same id as in row " + std::to_string(first),
                                      "each " + std::string(mapper.spec().record) + " once")});
  }

  void CheckAcross(const RecordMapper& mapper, const google::protobuf::Message& record, int64_t row,
                   std::vector<CellProblem>& problems) {
    if (mapper.spec().service != Service::kProjects) return;
    const auto& typed = static_cast<const projects::v1::Record&>(record);
    programmes_.Check(typed, mapper.county(), mapper.spec(), problems);
    if (!typed.has_ledger_entry()) return;
    CheckCounterparty(typed.ledger_entry(), mapper.spec(), problems);
    const int64_t first = reversals_.Note(typed.ledger_entry(), row);
    if (first == 0) return;
    problems.push_back(
        {FindColumn(mapper.spec(), "reverses"),
         FoundExpected("an entry that is reversed above, in row " + std::to_string(first),
                       "each entry reversed at most once")});
  }

  // Reads the ledger again, only for the entries that are reversed: those are few, the entries
  // many.
  void CheckReversals(const PlannedFile& file) {
    if (reversals_.empty()) return;
    ErrorList told_already(0);
    CsvTable table(*file.spec, file.order, OpenPlanned(file), told_already);
    CsvTable report(*file.spec, file.order, FromText({}), errors_);
    RecordMapper mapper(*file.spec);
    projects::v1::Record record;
    std::vector<CellProblem> problems;
    while (table.Next()) {
      record.Clear();
      problems.clear();
      if (!mapper.Map(table.cells(), record, problems)) continue;
      for (RowProblem& problem : reversals_.Check(record.ledger_entry(), table.row())) {
        report.Report(problem.row, FindColumn(*file.spec, problem.column),
                      std::move(problem.message));
      }
    }
  }

  ImportPlan& plan_;
  ErrorList& errors_;
  const RowSeen& seen_;
  ProgrammeCheck programmes_;
  ReversalCheck reversals_;
};

}  // namespace

int64_t ImportPlan::rows() const {
  int64_t rows = 0;
  for (const PlannedFile& file : files) rows += file.rows;
  return rows;
}

bool ImportPlan::Defines(std::string_view name) const {
  const std::string_view collection = CollectionOf(name);
  return index.Contains(name) || incomplete.contains(std::string(collection)) ||
         index.Contains(ShortName(collection, name.substr(name.rfind('/') + 1)));
}

absl::StatusOr<ImportPlan> PlanImport(const std::string& directory, ErrorList& errors) {
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator entry(directory, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (IsCsv(entry->path())) names.push_back(entry->path().filename());
  }
  if (error) {
    return absl::NotFoundError("the directory " + directory +
                               " cannot be read: " + error.message());
  }
  std::sort(names.begin(), names.end());
  ImportPlan plan;
  const std::span<const FileSpec> specs = FileSpecs();
  for (size_t i = 0; i < specs.size(); ++i) {
    const auto found = std::find(names.begin(), names.end(), specs[i].file);
    if (found == names.end()) continue;
    plan.files.push_back({&specs[i], static_cast<int>(i), fs::path(directory) / *found});
    names.erase(found);
  }
  for (const std::string& name : names) ReportFile(name, "an unknown file", errors);
  if (plan.files.empty() && names.empty()) {
    return absl::NotFoundError("the directory " + directory + " has no CSV files: expected " +
                               KnownFiles());
  }
  return plan;
}

CsvReader::Source OpenPlanned(const PlannedFile& file) {
  absl::StatusOr<CsvReader::Source> source = OpenFile(file.path);
  if (source.ok()) return *std::move(source);
  return [status = source.status()](char*, size_t) -> absl::StatusOr<size_t> { return status; };
}

void CheckLocally(ImportPlan& plan, ErrorList& errors, const RowSeen& seen) {
  LocalPass(plan, errors, seen).Run();
}

}  // namespace bangfu::cli
