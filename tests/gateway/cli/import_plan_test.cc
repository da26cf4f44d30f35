#include "gateway/cli/import_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/cli/import_files.h"

namespace bangfu::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> LocalErrors(const ImportFiles& files) {
  const TempDirectory directory;
  Write(files, directory);
  ErrorList errors(100);
  absl::StatusOr<ImportPlan> plan = PlanImport(directory.path(), errors);
  if (!plan.ok()) return {std::string(plan.status().message())};
  CheckLocally(*plan, errors, [](const PlannedFile&, int64_t) {});
  std::vector<std::string> lines;
  for (const ImportError& error : errors.Sorted()) lines.push_back(FormatError(error));
  return lines;
}

// The errors when one row more stands in a file.
std::vector<std::string> ErrorsWith(const std::string& file, const std::string& row) {
  ImportFiles files = GoodFiles();
  files[file] += row + "\n";
  return LocalErrors(files);
}

TEST(CheckLocally, FindsNothingWrongWithAGoodDirectory) {
  const TempDirectory directory;
  Write(GoodFiles(), directory);
  directory.Write("README.md", "not looked at");
  ErrorList errors(100);
  absl::StatusOr<ImportPlan> plan = PlanImport(directory.path(), errors);
  ASSERT_TRUE(plan.ok());
  CheckLocally(*plan, errors, [](const PlannedFile&, int64_t) {});
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(plan->rows(), 19);
  EXPECT_EQ(plan->index.size(), 19u);
  EXPECT_TRUE(plan->Defines("counties/510524/households/H1/persons/1"));
  EXPECT_FALSE(plan->Defines("counties/510524/households/H1/persons/2"));
}

TEST(CheckLocally, TakesAnyPartOfTheFiles) {
  EXPECT_THAT(LocalErrors({{"ledger.csv", GoodFiles()["ledger.csv"]}}), IsEmpty());
}

TEST(PlanImport, ReportsFilesThatItDoesNotKnow) {
  for (const char* name : {"incomes.csv", "Ledger.csv", "ledger.CSV"}) {
    ImportFiles files = GoodFiles();
    files[name] = "x\n";
    EXPECT_THAT(LocalErrors(files),
                ElementsAre(StartsWith(std::string(name) + ":1:-: found an unknown file")));
  }
}

TEST(PlanImport, RefusesADirectoryWithoutFiles) {
  const TempDirectory directory;
  ErrorList errors(1);
  EXPECT_EQ(PlanImport(directory.path(), errors).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PlanImport(directory.path() + "/no", errors).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(CheckLocally, ReportsAnIdDefinedTwice) {
  EXPECT_THAT(ErrorsWith("households.csv", "510524,H1,510524101227,general,skills,2014-01-02,,,"),
              ElementsAre("households.csv:5:household: found the same id as in row 2, expected "
                          "each household once"));
  // The same id in another county is another household; as good as it gets is GoodFiles.
  EXPECT_THAT(ErrorsWith("households.csv", "610826,H2,610826101201,general,skills,2014-01-02,,,"),
              IsEmpty());
}

TEST(CheckLocally, ReportsAProjectThatDoesNotRunInTheCounty) {
  EXPECT_THAT(ErrorsWith("participations.csv", "610826,P9,p1,cattle,H1,free_range,2014-02-01,,"),
              ElementsAre(HasSubstr("participations.csv:4:project: found a project that does not "
                                    "run in 610826")));
  EXPECT_THAT(ErrorsWith("ledger.csv", "610826,L9,p1,cattle,wage,1,2014-02-01,H1/1,,"),
              ElementsAre(HasSubstr("ledger.csv:6:project: found a project that does not run")));
}

TEST(CheckLocally, ReportsACountyThatTheProgrammeDoesNotAnswerFor) {
  EXPECT_THAT(ErrorsWith("projects.csv", "p1,x,牛,,,,industry,other,510524;510525,2013-01-01"),
              ElementsAre(HasSubstr("projects.csv:3:counties: found counties/510525")));
  EXPECT_THAT(
      ErrorsWith("facilities.csv", "510525,F9,p1,510525101227,站,,convenience,2016-01-01"),
      ElementsAre(HasSubstr("facilities.csv:3:programme: found a programme that does not answer")));
}

TEST(CheckLocally, ReportsReversalsThatDoNotMirrorTheirEntry) {
  const std::string start = "510524,L9,p1,cattle,";
  const struct {
    std::string row;
    std::string error;
  } cases[] = {
      {"household_payout,100.01,2015-02-01,H1,,L1", "amount_yuan: found another amount"},
      {"household_cost,100.00,2015-02-01,H1,,L1", "kind: found another kind"},
      {"household_payout,100.00,2014-12-31,H1,,L1", "date: found an earlier day"},
      {"household_payout,100.00,2015-02-01,H2,,L1", "counterparty: found another counterparty"},
      {"household_payout,200.00,2015-02-01,H1,,L3", "reverses: found a reversal of a reversal"},
      {"household_payout,200.00,2015-02-01,H1,,L2", "reverses: found an entry that is reversed"},
      {"household_payout,200.00,2015-02-01,H1,,L9", "reverses: found"},
  };
  for (const auto& c : cases) {
    const std::vector<std::string> errors = ErrorsWith("ledger.csv", start + c.row);
    ASSERT_THAT(errors, testing::Not(IsEmpty())) << c.row;
    EXPECT_THAT(errors[0], HasSubstr("ledger.csv:6:" + c.error));
  }
  EXPECT_THAT(ErrorsWith("ledger.csv", start + "household_payout,100,2015-01-01,H1,,L1"),
              IsEmpty());
  // One that stands on the server, perhaps.
  EXPECT_THAT(ErrorsWith("ledger.csv", start + "household_payout,7,2015-01-01,H1,,L77"), IsEmpty());
}

TEST(CheckLocally, ReportsAReversalThatStandsAboveItsEntry) {
  ImportFiles files = GoodFiles();
  files["ledger.csv"] +=
      "510524,L9,p1,cattle,household_payout,5,2015-02-01,H1,,L10\n"
      "510524,L10,p1,cattle,household_payout,5,2015-02-01,H1,,\n";
  EXPECT_THAT(LocalErrors(files),
              ElementsAre("ledger.csv:6:reverses: found an entry of row 7, expected one that "
                          "stands above"));
}

TEST(CheckLocally, ReportsTheErrorsOfAllFilesTogetherInOrder) {
  ImportFiles files = GoodFiles();
  files["ledger.csv"] += "510524,L9,p1,cattle,wage,x,2014-02-01,H1/1,,\n";
  files["villages.csv"] += "510524,510524,村,镇\n";
  files["persons.csv"] = "";
  EXPECT_THAT(LocalErrors(files),
              ElementsAre(StartsWith("villages.csv:4:village"), StartsWith("persons.csv:1:-"),
                          StartsWith("ledger.csv:6:amount_yuan")));
}

}  // namespace
}  // namespace bangfu::cli
