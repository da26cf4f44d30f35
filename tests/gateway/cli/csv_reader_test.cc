#include "gateway/cli/csv_reader.h"

#include <algorithm>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/gateway/cli/temp_directory.h"

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

using Rows = std::vector<std::vector<std::string>>;

// What a reader makes of a file: the rows, and "line:field: found" for each problem.
struct Content {
  Rows rows;
  std::vector<int64_t> lines;
  std::vector<std::string> problems;
};

Content ReadAll(CsvReader reader) {
  Content content;
  while (true) {
    switch (reader.Read()) {
      case CsvReader::Next::kEnd:
        return content;
      case CsvReader::Next::kRecord:
        content.rows.emplace_back(reader.fields().begin(), reader.fields().end());
        content.lines.push_back(reader.line());
        break;
      case CsvReader::Next::kProblem:
        content.problems.push_back(std::to_string(reader.problem().line) + ":" +
                                   std::to_string(reader.problem().field) + ": " +
                                   reader.problem().found);
        break;
    }
  }
}

Content ReadAll(std::string_view text) { return ReadAll(CsvReader(FromText(text))); }

// Hands over a few bytes at a time, so that everything falls on a border once.
CsvReader::Source InPieces(std::string_view text, size_t piece) {
  return [source = FromText(text), piece](char* buffer, size_t size) {
    return source(buffer, std::min(size, piece));
  };
}

TEST(CsvReader, ReadsRowsAsEditorsCountLines) {
  const struct {
    std::string_view text;
    Rows rows;
    std::vector<int64_t> lines;
  } cases[] = {
      {"", {}, {}},
      {"\n\n", {}, {}},
      {"a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}, {1, 2}},
      {"a,b\r\n1,2", {{"a", "b"}, {"1", "2"}}, {1, 2}},
      {"\xEF\xBB\xBF"
       "a\n",
       {{"a"}},
       {1}},
      {"a,\n,\n", {{"a", ""}, {"", ""}}, {1, 2}},
      {"a,", {{"a", ""}}, {1}},
      {"\n\na\n\nb\n", {{"a"}, {"b"}}, {3, 5}},
      {"\"x\ny\",1\nz,2\n", {{"x\ny", "1"}, {"z", "2"}}, {1, 3}},
      {"\"x\r\ny\",1\r\nz,2\r\n", {{"x\ny", "1"}, {"z", "2"}}, {1, 3}},
      {"\"say \"\"hi\"\", twice\"\n", {{"say \"hi\", twice"}}, {1}},
      {"\"\"\n", {{""}}, {1}},
      {"\"\",\"\"\"\"", {{"", "\""}}, {1}},
      {"叙永县,\t\n", {{"叙永县", "\t"}}, {1}},
  };
  for (const auto& c : cases) {
    for (const size_t piece : {size_t{1}, size_t{3}, size_t{1000}}) {
      const Content content = ReadAll(CsvReader(InPieces(c.text, piece)));
      EXPECT_EQ(content.rows, c.rows) << c.text;
      EXPECT_EQ(content.lines, c.lines) << c.text;
      EXPECT_TRUE(content.problems.empty()) << c.text;
    }
  }
}

TEST(CsvReader, ReportsWhatCannotBeReadAndGoesOnWithTheNextLine) {
  const struct {
    std::string_view text;
    std::string problem;
  } cases[] = {
      {"a,b\"c\nnext,1\n", "1:1: a quotation mark inside a field"},
      {"a,\"b\"c\nnext,1\n", "1:1: more text after the closing quotation mark"},
      {"a\rb\nnext,1\n", "1:0: a carriage return without a line feed"},
      {std::string_view("a,\0\nnext,1\n", 11), "1:1: a control character (0x00)"},
      {"a,\"\x1b[31m\"\nnext,1\n", "1:1: a control character (0x1B)"},
      {"a,\xD0\xF0\nnext,1\n", "1:1: the byte 0xD0, which is not UTF-8"},
      {"\xE5,\x8F\x99\nnext,1\n", "1:0: the byte 0xE5, which is not UTF-8"},
      {"\xED\xA0\x80\nnext,1\n", "1:0: the byte 0xED, which is not UTF-8"},
  };
  for (const auto& c : cases) {
    const Content content = ReadAll(c.text);
    ASSERT_EQ(content.problems.size(), 1u) << c.text;
    EXPECT_THAT(content.problems[0], HasSubstr(c.problem));
    EXPECT_EQ(content.rows, (Rows{{"next", "1"}})) << c.text;
    EXPECT_EQ(content.lines, (std::vector<int64_t>{2})) << c.text;
  }
}

TEST(CsvReader, ReportsAQuotationMarkThatIsNeverClosedOnceAtItsRecord) {
  const Content content = ReadAll("a\nb,\"c\nd\ne\n");
  EXPECT_EQ(content.rows, (Rows{{"a"}}));
  ASSERT_EQ(content.problems.size(), 1u);
  EXPECT_THAT(content.problems[0], HasSubstr("2:1: a quotation mark that is never closed"));
}

TEST(CsvReader, RefusesUtf16AsAWhole) {
  for (const std::string_view text : {"\xFF\xFE"
                                      "a\0b\0",
                                      "\xFE\xFF"
                                      "\0a"}) {
    const Content content = ReadAll(text);
    EXPECT_EQ(content.rows.size(), 0u);
    ASSERT_EQ(content.problems.size(), 1u);
    EXPECT_THAT(content.problems[0], HasSubstr("UTF-16"));
  }
}

TEST(CsvReader, TakesARecordOf64KiBAndNoLongerOne) {
  const std::string most(kRecordBytesMax - 3, 'x');
  EXPECT_EQ(ReadAll("a," + most + "\n").rows, (Rows{{"a", most}}));
  const Content content = ReadAll("a," + most + "xx\nnext,1\n");
  ASSERT_EQ(content.problems.size(), 1u);
  EXPECT_THAT(content.problems[0], HasSubstr("1:1: a line of more than 64 KiB"));
  EXPECT_EQ(content.rows, (Rows{{"next", "1"}}));
}

TEST(CsvReader, GivesUpInsideAQuotedFieldThatIsTooLong) {
  const Content content = ReadAll("a\n\"" + std::string(kRecordBytesMax, '\n') + "\nb\n");
  EXPECT_EQ(content.rows, (Rows{{"a"}}));
  ASSERT_EQ(content.problems.size(), 1u);
  EXPECT_THAT(content.problems[0], HasSubstr("2:0: a quotation mark that is not closed within"));
}

TEST(CsvReader, PassesOverALineOfTwoGigabytesWithoutKeepingIt) {
  constexpr int64_t kBytes = int64_t{2} << 30;
  int64_t left = kBytes;
  // The bytes of the buffer are left as they are, which after the first call are 'x'.
  CsvReader reader([&](char* buffer, size_t size) -> absl::StatusOr<size_t> {
    if (left == kBytes) std::fill_n(buffer, size, 'x');
    const auto count = static_cast<size_t>(std::min<int64_t>(left, static_cast<int64_t>(size)));
    left -= static_cast<int64_t>(count);
    return count;
  });
  ASSERT_EQ(reader.Read(), CsvReader::Next::kProblem);
  EXPECT_THAT(reader.problem().found, HasSubstr("more than 64 KiB"));
  EXPECT_EQ(reader.Read(), CsvReader::Next::kEnd);
  EXPECT_EQ(left, 0);
}

TEST(CsvReader, ReportsAFailureOfTheSource) {
  bool first = true;
  const Content content = ReadAll(CsvReader([&](char* buffer, size_t) -> absl::StatusOr<size_t> {
    if (!std::exchange(first, false)) return absl::UnknownError("the disk is on fire");
    std::copy_n("a\nb", 3, buffer);
    return 3;
  }));
  EXPECT_EQ(content.rows, (Rows{{"a"}}));
  ASSERT_EQ(content.problems.size(), 1u);
  EXPECT_THAT(content.problems[0], HasSubstr("the disk is on fire"));
}

TEST(OpenFile, ReadsARegularFileAndNothingElse) {
  const TempDirectory directory;
  directory.Write("a.csv", "x,y\n");
  absl::StatusOr<CsvReader::Source> source = OpenFile(directory.path() + "/a.csv");
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(ReadAll(CsvReader(*source)).rows, (Rows{{"x", "y"}}));
  EXPECT_FALSE(OpenFile(directory.path()).ok());
  EXPECT_EQ(OpenFile(directory.path() + "/b.csv").status().code(), absl::StatusCode::kNotFound);
}

// Text in which what matters to CSV is frequent. Carriage returns are left out: CRLF reads as LF.
rc::Gen<std::string> CellText() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", " ", ",", "\"", "\n", "\t", "县", "é", "🐂", "=", ";")),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const std::string& part : parts) text += part;
                        return text;
                      });
}

RC_GTEST_PROP(CsvReader, ReadsBackWhatIsWritten, ()) {
  const Rows rows = *rc::gen::resize(
      20, rc::gen::container<Rows>(
              rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(CellText()))));
  const size_t piece = *rc::gen::inRange<size_t>(1, 50);
  std::string csv;
  for (const std::vector<std::string>& row : rows) AppendCsvRecord(row, csv);
  const Content content = ReadAll(CsvReader(InPieces(csv, piece)));
  RC_ASSERT(content.rows == rows);
  RC_ASSERT(content.problems.empty());
}

RC_GTEST_PROP(CsvReader, EndsOnAnyBytesWithRowsOfUtf8, ()) {
  const auto bytes = *rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::arbitrary<char>(),
                     rc::gen::element<char>(',', '"', '\n', '\r', '\0', '\xE5', '\x8F', 'a')));
  const Content content = ReadAll(CsvReader(InPieces(bytes, *rc::gen::inRange<size_t>(1, 9))));
  for (const int64_t line : content.lines) {
    RC_ASSERT(line >= 1);
    RC_ASSERT(line <= 1 + std::count(bytes.begin(), bytes.end(), '\n'));
  }
  RC_ASSERT(std::is_sorted(content.lines.begin(), content.lines.end()));
}

}  // namespace
}  // namespace bangfu::cli
