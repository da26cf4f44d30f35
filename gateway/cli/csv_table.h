// A CSV file with a header, read as the rows of a spec: the header checked, the cells of each row
// in the spec's order, and what cannot be read reported. Not what the cells mean: record_mapper.h.
#ifndef BANGFU_GATEWAY_CLI_CSV_TABLE_H_
#define BANGFU_GATEWAY_CLI_CSV_TABLE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cli/csv_reader.h"
#include "gateway/cli/import_error.h"
#include "gateway/cli/record_spec.h"

namespace bangfu::cli {

class CsvTable {
 public:
  // `file_order` is the place of the spec among FileSpecs(). `errors` must outlive this.
  CsvTable(const FileSpec& spec, int file_order, CsvReader::Source source, ErrorList& errors);

  // The next row that could be read; false at the end, or when the header is not the spec's (then
  // there are no rows).
  bool Next();

  // Of that row; both hold until the next call.
  int64_t row() const { return reader_.line(); }
  std::span<const std::string_view> cells() const { return cells_; }

  // Whether rows have been passed over because they could not be read, or all because of the
  // header.
  bool skipped_rows() const { return skipped_rows_; }

  // Reports something about a row. `column` is the spec's, -1 for none.
  void Report(int64_t row, int column, std::string message);

 private:
  bool ReadHeader();
  bool TakeHeader();
  void ReportProblem(const CsvProblem& problem);

  const FileSpec& spec_;
  const int file_order_;
  CsvReader reader_;
  ErrorList& errors_;
  bool started_ = false;
  bool good_header_ = false;
  bool skipped_rows_ = false;
  std::vector<int> columns_;  // of each field, the spec's column
  std::vector<std::string_view> cells_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_CSV_TABLE_H_
