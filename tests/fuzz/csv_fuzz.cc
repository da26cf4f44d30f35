// Any file as CSV: it ends, it stays in bounds, and what was read can be written and read again.
#include <string>
#include <vector>

#include "gateway/cli/csv_reader.h"
#include "services/common/text/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using bangfu::cli::CsvReader;
using bangfu::fuzz::Require;

void CheckRecord(const CsvReader& reader) {
  std::vector<std::string> fields;
  size_t bytes = 0;
  for (const std::string_view field : reader.fields()) {
    Require(!bangfu::text::ValidateUtf8(field).has_value(), "a field is UTF-8");
    bytes += field.size();
    fields.emplace_back(field);
  }
  Require(bytes <= bangfu::cli::kRecordBytesMax, "a record has a bound");
  std::string csv = "\xEF\xBB\xBF";  // the file's; else a field's would be taken for it
  bangfu::cli::AppendCsvRecord(fields, csv);
  if (csv.size() > bangfu::cli::kRecordBytesMax) return;  // quoting may take it over the bound
  CsvReader again(bangfu::cli::FromText(csv));
  if (again.Read() != CsvReader::Next::kRecord) return Require(false, "a record reads back");
  Require(std::vector<std::string>(again.fields().begin(), again.fields().end()) == fields,
          "a record reads back as it was");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  CsvReader reader(bangfu::cli::FromText(bangfu::fuzz::AsText(data, size)));
  int64_t line = 0;
  for (size_t steps = 0; steps <= size + 1; ++steps) {
    const CsvReader::Next next = reader.Read();
    if (next == CsvReader::Next::kEnd) return 0;
    if (next == CsvReader::Next::kProblem) continue;
    Require(reader.line() > line, "lines go forward");
    line = reader.line();
    CheckRecord(reader);
  }
  Require(false, "reading ends");
  return 0;
}
