#include "gateway/cli/csv_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const FileSpec& Villages() { return FileSpecs()[1]; }

// The errors of a villages.csv; its rows go to `rows`, joined by '|'.
std::vector<std::string> Errors(std::string_view text, std::vector<std::string>* rows = nullptr,
                                const FileSpec& spec = Villages()) {
  ErrorList errors(100);
  CsvTable table(spec, 1, FromText(text), errors);
  while (table.Next()) {
    std::string row;
    for (const std::string_view cell : table.cells()) row.append(cell).append("|");
    if (rows != nullptr) rows->push_back(row);
  }
  std::vector<std::string> lines;
  for (const ImportError& error : errors.Sorted()) lines.push_back(FormatError(error));
  return lines;
}

TEST(CsvTable, TakesColumnsInAnyOrder) {
  std::vector<std::string> rows;
  EXPECT_TRUE(
      Errors("title,village,county,township\n高家村,510524101227,510524,江门镇\n", &rows).empty());
  EXPECT_THAT(rows, ElementsAre("510524|510524101227|高家村|江门镇|"));
}

TEST(CsvTable, ReportsEveryFlawOfAHeader) {
  EXPECT_THAT(Errors("county,village,titel,title,title\n1,2,3,4,5\n"),
              ElementsAre(StartsWith("villages.csv:1:-: found the unknown column \"titel\""),
                          StartsWith("villages.csv:1:title: found this column twice"),
                          StartsWith("villages.csv:1:township: found no such column")));
}

TEST(CsvTable, ReportsAnEmptyFile) {
  for (const std::string_view text : {"", "\n\n", "\xEF\xBB\xBF"}) {
    EXPECT_THAT(Errors(text), ElementsAre("villages.csv:1:-: found an empty file, expected the "
                                          "header county,village,title,township"));
  }
}

TEST(CsvTable, DoesNotEchoTheFirstRowOfAFileWithoutHeader) {
  const std::vector<std::string> errors =
      Errors("510524,H0001,1,刘安富,,head,male,0,\n", nullptr, FileSpecs()[3]);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_THAT(errors[0], StartsWith("persons.csv:1:-: found none of the columns"));
  EXPECT_THAT(errors[0], testing::Not(HasSubstr("刘安富")));
}

TEST(CsvTable, ReportsRaggedRowsAndReadsTheOthers) {
  std::vector<std::string> rows;
  EXPECT_THAT(Errors("county,village,title,township\n1,2,3\n1,2,3,4\n1,2,3,4,5\n", &rows),
              ElementsAre("villages.csv:2:-: found 3 fields, expected 4 as in the header",
                          "villages.csv:4:-: found 5 fields, expected 4 as in the header"));
  EXPECT_THAT(rows, ElementsAre("1|2|3|4|"));
}

TEST(CsvTable, NamesTheColumnOfWhatCannotBeRead) {
  EXPECT_THAT(Errors("county,village,title,township\n1,2,\xB8\xDF,4\n"),
              ElementsAre(StartsWith("villages.csv:2:title: found the byte 0xB8")));
}

TEST(ErrorList, KeepsSoManyAndCountsTheRest) {
  ErrorList errors(2);
  for (const int64_t row : {7, 3, 5, 4}) {
    ImportError error;
    error.row = row;
    errors.Add(std::move(error));
  }
  errors.AddLeftOut(10);
  EXPECT_EQ(errors.left_out(), 12);
  ASSERT_EQ(errors.Sorted().size(), 2u);
  EXPECT_EQ(errors.Sorted()[0].row, 3);
  EXPECT_EQ(errors.Sorted()[1].row, 7);
}

}  // namespace
}  // namespace bangfu::cli
