#include "gateway/cli/csv_table.h"

#include <algorithm>
#include <utility>

#include "services/common/text/quote.h"

namespace bangfu::cli {
namespace {

std::string HeaderOf(const FileSpec& spec) {
  std::string header;
  for (const Column& column : spec.columns) {
    if (!header.empty()) header += ',';
    header += column.name;
  }
  return header;
}

}  // namespace

CsvTable::CsvTable(const FileSpec& spec, int file_order, CsvReader::Source source,
                   ErrorList& errors)
    : spec_(spec),
      file_order_(file_order),
      reader_(std::move(source)),
      errors_(errors),
      cells_(spec.columns.size()) {}

void CsvTable::Report(int64_t row, int column, std::string message) {
  ImportError error;
  error.file_order = file_order_;
  error.file = spec_.file;
  error.row = row;
  error.column_order = column;
  error.column = column < 0 ? kNoColumn : spec_.columns[column].name;
  error.message = std::move(message);
  errors_.Add(std::move(error));
}

void CsvTable::ReportProblem(const CsvProblem& problem) {
  const bool known = problem.field >= 0 && problem.field < static_cast<int>(columns_.size());
  Report(problem.line, known ? columns_[problem.field] : -1,
         FoundExpected(problem.found, problem.expected));
}

bool CsvTable::Next() {
  if (!started_) {
    started_ = true;
    good_header_ = ReadHeader();
    skipped_rows_ = !good_header_;
  }
  while (good_header_) {
    const CsvReader::Next next = reader_.Read();
    if (next == CsvReader::Next::kEnd) return false;
    if (next == CsvReader::Next::kProblem) {
      ReportProblem(reader_.problem());
      skipped_rows_ = true;
      continue;
    }
    const std::vector<std::string_view>& fields = reader_.fields();
    if (fields.size() != columns_.size()) {
      skipped_rows_ = true;
      Report(row(), -1,
             FoundExpected(std::to_string(fields.size()) + " fields",
                           std::to_string(columns_.size()) + " as in the header"));
      continue;
    }
    for (size_t i = 0; i < fields.size(); ++i) cells_[columns_[i]] = fields[i];
    return true;
  }
  return false;
}

bool CsvTable::ReadHeader() {
  switch (reader_.Read()) {
    case CsvReader::Next::kProblem:
      ReportProblem(reader_.problem());
      return false;
    case CsvReader::Next::kEnd:
      Report(1, -1, FoundExpected("an empty file", "the header " + HeaderOf(spec_)));
      return false;
    case CsvReader::Next::kRecord:
      return TakeHeader();
  }
  return false;
}

bool CsvTable::TakeHeader() {
  const std::vector<std::string_view>& names = reader_.fields();
  for (const std::string_view name : names) columns_.push_back(FindColumn(spec_, name));
  // A file without its header begins with somebody's data, which is not to be shown.
  if (std::all_of(columns_.begin(), columns_.end(), [](int column) { return column < 0; })) {
    Report(row(), -1, FoundExpected("none of the columns", "the header " + HeaderOf(spec_)));
    return false;
  }
  bool good = true;
  for (size_t i = 0; i < names.size(); ++i) {
    const auto first = std::find(columns_.begin(), columns_.end(), columns_[i]);
    if (columns_[i] < 0) {
      Report(row(), -1,
             FoundExpected("the unknown column " + text::Quote(names[i]),
                           "the columns " + HeaderOf(spec_)));
      good = false;
    } else if (first - columns_.begin() != static_cast<std::ptrdiff_t>(i)) {
      Report(row(), columns_[i], FoundExpected("this column twice", "each column once"));
      good = false;
    }
  }
  for (int column = 0; column < static_cast<int>(spec_.columns.size()); ++column) {
    if (std::find(columns_.begin(), columns_.end(), column) != columns_.end()) continue;
    Report(row(), column, FoundExpected("no such column", "the header " + HeaderOf(spec_)));
    good = false;
  }
  return good;
}

}  // namespace bangfu::cli
