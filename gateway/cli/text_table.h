// Tables for people, JSON strings and CSV for programs: how rows of text become output. Not what is
// in them.
#ifndef BANGFU_GATEWAY_CLI_TEXT_TABLE_H_
#define BANGFU_GATEWAY_CLI_TEXT_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/text/width.h"

namespace bangfu::cli {

enum class Output { kTable, kJson, kCsv };

// A JSON string with its quotes.
std::string JsonString(std::string_view text);

// Rows under headings, in columns as wide as their widest cell, two spaces apart.
class TextTable {
 public:
  struct ColumnStyle {
    std::string heading;
    text::Align align = text::Align::kLeft;
    size_t columns_min = 0;  // of the terminal
  };

  explicit TextTable(std::vector<ColumnStyle> columns) : columns_(std::move(columns)) {}

  // As many cells as there are columns.
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  bool empty() const { return rows_.empty(); }

  // With `indent` spaces before each line; no spaces stand at the ends of lines. The line of
  // headings is left out when they are all empty, or when `with_headings` is false.
  std::string Render(size_t indent = 0, bool with_headings = true) const;

  // The same as CSV.
  std::string RenderCsv(bool with_headings = true) const;

 private:
  std::vector<ColumnStyle> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// `text` in lines of at most `columns`, broken at spaces or between wide characters.
std::vector<std::string> WrapText(std::string_view text, size_t columns);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_TEXT_TABLE_H_
