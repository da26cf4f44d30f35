#include "gateway/cli/text_table.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "gateway/cli/csv_reader.h"
#include "services/common/text/utf8.h"

namespace bangfu::cli {
namespace {

void TrimEnd(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

// Line feeds would break a table.
std::string OneLine(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return line;
}

// Marks that do not begin a line in Chinese text.
bool ClosesText(char32_t code_point) {
  constexpr std::u32string_view kClosing = U"，。、；：？！）》」』”’…";
  return kClosing.find(code_point) != kClosing.npos;
}

}  // namespace

std::string JsonString(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json.push_back('\\');
      json.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof(escape), "\\u%04x", static_cast<unsigned>(c));
      json += escape;
    } else {
      json.push_back(c);
    }
  }
  json.push_back('"');
  return json;
}

std::string TextTable::Render(size_t indent, bool with_headings) const {
  std::vector<std::string> headings;
  std::vector<size_t> widths;
  bool any_heading = false;
  for (const ColumnStyle& column : columns_) {
    headings.push_back(column.heading);
    any_heading = any_heading || !column.heading.empty();
    widths.push_back(std::max(column.columns_min, text::DisplayWidth(column.heading)));
  }
  for (const std::vector<std::string>& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text::DisplayWidth(OneLine(row[i])));
    }
  }
  std::string out;
  const auto render = [&](const std::vector<std::string>& row) {
    std::string line(indent, ' ');
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      line += text::PadToWidth(OneLine(row[i]), widths[i], columns_[i].align);
    }
    TrimEnd(line);
    out += line + "\n";
  };
  if (with_headings && any_heading) render(headings);
  for (const std::vector<std::string>& row : rows_) render(row);
  return out;
}

std::string TextTable::RenderCsv(bool with_headings) const {
  std::string out;
  if (with_headings) {
    std::vector<std::string> headings;
    for (const ColumnStyle& column : columns_) headings.push_back(column.heading);
    AppendCsvRecord(headings, out);
  }
  for (const std::vector<std::string>& row : rows_) AppendCsvRecord(row, out);
  return out;
}

std::vector<std::string> WrapText(std::string_view text, size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  size_t width = 0;
  bool after_wide = false;
  size_t break_at = 0;  // a line may end before this byte of `line`; 0: nowhere yet
  const auto end_line = [&](size_t at) {
    const std::string rest = line.substr(at);
    line.resize(at);
    TrimEnd(line);
    lines.push_back(std::move(line));
    line = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
    width = text::DisplayWidth(line);
    break_at = 0;
  };
  while (!text.empty()) {
    const std::optional<text::DecodedCodePoint> decoded = text::DecodeUtf8(text);
    const size_t bytes = decoded ? decoded->bytes : 1;
    const char32_t code_point = decoded ? decoded->code_point : U'?';
    const size_t point_width = text::CodePointWidth(code_point);
    if (code_point == '\n') {
      end_line(line.size());
      text.remove_prefix(1);
      continue;
    }
    const bool may_break = (point_width == 2 || after_wide) && !ClosesText(code_point);
    if (may_break && code_point != ' ') break_at = line.size();
    if (width + point_width > columns && code_point != ' ' && break_at > 0) end_line(break_at);
    line.append(text.substr(0, bytes));
    width += point_width;
    if (code_point == ' ') break_at = line.size();
    after_wide = point_width == 2;
    text.remove_prefix(bytes);
  }
  if (!line.empty()) end_line(line.size());
  return lines;
}

}  // namespace bangfu::cli
