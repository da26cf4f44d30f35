// Writes records as rows of the CSV files that `bangfuctl import` takes: the inverse of
// gateway/cli/record_mapper.h, by the same table of columns.
#ifndef BANGFU_TESTS_BENCH_CSV_WRITER_H_
#define BANGFU_TESTS_BENCH_CSV_WRITER_H_

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::bench {

// The line with the column names.
std::string CsvHeader(const cli::FileSpec& spec);

// The line of `record`, a Record of the spec's service that holds what the spec is of.
std::string CsvRow(const cli::FileSpec& spec, const google::protobuf::Message& record);

// All files of one directory.
class CsvFiles {
 public:
  // Creates the directory if it is absent and the files in it, with their headers. Never over
  // existing files: ALREADY_EXISTS.
  absl::Status Open(const std::string& directory);

  // Appends a Record of that service to its file.
  void Add(cli::Service service, const google::protobuf::Message& record);

  // DATA_LOSS when not all could be written.
  absl::Status Close();

  int64_t rows() const { return rows_; }

 private:
  std::map<const cli::FileSpec*, std::ofstream> files_;
  int64_t rows_ = 0;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_CSV_WRITER_H_
