#include "services/common/sql/postgres_dialect.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace bangfu::sql {
namespace {

constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"INTEGER", "bigint"}, {"TEXT", "text COLLATE \"C\""},
    {"BLOB", "bytea"},     {"REAL", "double precision"},
    {"STRICT", ""},
};

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Reads an SQL text piece by piece.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  char Peek() const { return text_.front(); }

  std::string_view Take(size_t size) {
    const std::string_view taken = text_.substr(0, size);
    text_.remove_prefix(taken.size());
    return taken;
  }
  // The piece that begins here: a word, a literal, a comment, or one character.
  std::string_view Next() {
    if (IsWordChar(Peek())) return TakeWhile(IsWordChar);
    if (Peek() == '\'') return Take(EndOf('\''));
    if (text_.starts_with("--")) return Take(text_.find('\n'));
    return Take(1);
  }
  template <typename Predicate>
  std::string_view TakeWhile(Predicate predicate) {
    size_t size = 0;
    while (size < text_.size() && predicate(text_[size])) ++size;
    return Take(size);
  }
  // Takes a phrase of words if it stands here, whatever space is between them.
  bool TakePhrase(std::initializer_list<std::string_view> words) {
    Scanner ahead = *this;
    for (const std::string_view word : words) {
      ahead.SkipSpace();
      if (ahead.done() || ahead.Next() != word) return false;
    }
    *this = ahead;
    return true;
  }
  void SkipSpace() {
    TakeWhile([](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; });
  }
  std::string_view rest() const { return text_; }

 private:
  // Behind the quote that ends what begins here; a doubled one makes two literals side by side.
  size_t EndOf(char quote) const {
    const size_t end = text_.find(quote, 1);
    return end == std::string_view::npos ? text_.size() : end + 1;
  }

  std::string_view text_;
};

std::string_view Translated(std::string_view word) {
  for (const auto& [ours, theirs] : kWords) {
    if (word == ours) return theirs;
  }
  return word;
}

// Whether the scanner stands before "?1, ?2, ..., ?columns)", which is taken then.
bool TakeParameters(Scanner& scanner, int columns) {
  for (int i = 1; i <= columns; ++i) {
    scanner.SkipSpace();
    const std::string expected = absl::StrCat("?", i, i == columns ? ")" : ",");
    if (scanner.Take(expected.size()) != expected) return false;
  }
  return true;
}

}  // namespace

std::string ToPostgres(std::string_view sql) {
  std::string text;
  text.reserve(sql.size() + 64);
  Scanner scanner(sql);
  while (!scanner.done()) {
    if (scanner.TakePhrase({"INDEXED", "BY"})) {
      scanner.SkipSpace();
      scanner.Next();
      continue;
    }
    if (scanner.TakePhrase({",", "WITHOUT", "ROWID"})) continue;
    const std::string_view piece = scanner.Next();
    text.append(piece == "?" ? "$" : Translated(piece));
  }
  return text;
}

std::vector<std::string> StatementsForPostgres(std::string_view script) {
  std::vector<std::string> statements;
  Scanner scanner(script);
  std::string statement;
  bool blank = true;  // nothing but space and comments so far
  const auto end = [&] {
    if (!blank) statements.push_back(ToPostgres(statement));
    statement.clear();
    blank = true;
  };
  while (!scanner.done()) {
    const std::string_view piece = scanner.Next();
    if (piece == ";") {
      end();
      continue;
    }
    statement.append(piece);
    const bool space = std::isspace(static_cast<unsigned char>(piece.front())) != 0;
    blank = blank && (space || piece.starts_with("--"));
  }
  end();
  return statements;
}

std::optional<RowInsert> ParseRowInsert(std::string_view sql) {
  Scanner scanner(sql);
  if (!scanner.TakePhrase({"INSERT", "INTO"})) return std::nullopt;
  scanner.SkipSpace();
  RowInsert insert;
  insert.into = std::string(scanner.TakeWhile([](char c) { return c != ')'; })) + ")";
  insert.columns = 1 + static_cast<int>(std::count(insert.into.begin(), insert.into.end(), ','));
  if (insert.into.find('(') == std::string::npos || scanner.Take(1) != ")" ||
      !scanner.TakePhrase({"VALUES", "("}) || !TakeParameters(scanner, insert.columns)) {
    return std::nullopt;
  }
  scanner.SkipSpace();
  insert.tail = ToPostgres(scanner.rest());
  if (absl::StrContains(insert.tail, "RETURNING")) return std::nullopt;
  if (absl::StrContains(insert.tail, "DO UPDATE")) {
    insert.on_conflict = RowInsert::OnConflict::kUpdate;
  }
  return insert;
}

std::string RowInsert::CopySql() const {
  return absl::StrCat("COPY ", into, " FROM STDIN (FORMAT binary)");
}

std::string RowInsert::ValuesSql(int rows) const {
  std::string sql = absl::StrCat("INSERT INTO ", into, " VALUES ");
  int parameter = 0;
  for (int row = 0; row < rows; ++row) {
    sql.append(row == 0 ? "(" : ", (");
    for (int column = 0; column < columns; ++column) {
      absl::StrAppend(&sql, column == 0 ? "$" : ", $", ++parameter);
    }
    sql.append(")");
  }
  return tail.empty() ? sql : absl::StrCat(sql, " ", tail);
}

}  // namespace bangfu::sql
