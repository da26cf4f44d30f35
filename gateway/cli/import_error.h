// What is wrong with a directory to import: `file:row:column: what was found, what is expected`.
#ifndef BANGFU_GATEWAY_CLI_IMPORT_ERROR_H_
#define BANGFU_GATEWAY_CLI_IMPORT_ERROR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bangfu::cli {

// Stands for a column where no column in particular is wrong.
inline constexpr std::string_view kNoColumn = "-";

struct ImportError {
  int file_order = 0;    // place of the file in the order of import
  std::string file;      // "ledger.csv"
  int64_t row = 1;       // line number as an editor shows it
  int column_order = 0;  // place of the column in the file's definition
  std::string column;    // its name, or kNoColumn
  std::string message;   // "found X, expected Y"; holds no personal value
};

// "found X, expected Y".
std::string FoundExpected(std::string_view found, std::string_view expected);

// "ledger.csv:17:amount_yuan: found \"-3\", expected ...".
std::string FormatError(const ImportError& error);

// Keeps a bounded number of errors and counts the rest.
class ErrorList {
 public:
  explicit ErrorList(size_t kept_max) : kept_max_(kept_max) {}

  // Whoever made it, a service too: what may be personal in its message is hidden here.
  void Add(ImportError error);
  // Errors that somebody else has counted and not listed.
  void AddLeftOut(int64_t count) { left_out_ += count; }

  bool empty() const { return kept_.empty() && left_out_ == 0; }
  bool full() const { return kept_.size() >= kept_max_; }
  // Those kept, by file, row and column.
  std::vector<ImportError> Sorted() const;
  int64_t left_out() const { return left_out_; }

 private:
  size_t kept_max_;
  std::vector<ImportError> kept_;
  int64_t left_out_ = 0;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_IMPORT_ERROR_H_
