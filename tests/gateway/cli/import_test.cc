// The whole command against services that stand in this process.
#include <algorithm>
#include <cstdint>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "gateway/cli/commands.h"
#include "tests/gateway/cli/fake_services.h"
#include "tests/gateway/cli/import_files.h"

namespace bangfu::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Import : public testing::Test {
 protected:
  // Runs `bangfuctl import` over `files_`.
  int Run(std::vector<std::string> flags = {}) {
    const TempDirectory directory;
    Write(files_, directory);
    out_.str("");
    err_.str("");
    std::vector<std::string> arguments = {"--gateway", gateway_.address(), "import",
                                          directory.path()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return RunCli(arguments, {out_, err_, {}});
  }

  FakeRecords& records() { return gateway_.records(); }
  std::string err() const { return err_.str(); }
  std::string out() const { return out_.str(); }
  // Of err.
  int64_t Lines() const {
    const std::string text = err();
    return std::count(text.begin(), text.end(), '\n');
  }

  ImportFiles files_ = GoodFiles();
  FakeGateway gateway_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(Import, WritesEveryRecordOnce) {
  EXPECT_EQ(Run(), kExitOk) << err();
  EXPECT_EQ(records().all().size(), 19u);
  EXPECT_THAT(err(), HasSubstr("ledger.csv: 4 records acknowledged\n"));
  EXPECT_THAT(err(), HasSubstr("facilities.csv: 1 record acknowledged\n"));
  EXPECT_THAT(out(), HasSubstr(" new records/s\n"));
  EXPECT_THAT(out(), HasSubstr("ledger.csv             4         4          0\n"));
}

TEST_F(Import, AgainChangesNothing) {
  ASSERT_EQ(Run(), kExitOk);
  const auto before = records().all();
  const auto written = records().written();
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_EQ(records().all(), before);
  EXPECT_EQ(records().written(), written) << "the same batches have the same ids";
  EXPECT_THAT(out(), HasSubstr("ledger.csv             4         0          4\n"));
  EXPECT_THAT(out(), Not(HasSubstr("records/s")));
  EXPECT_EQ(Run({"--batch-size", "2"}), kExitOk);
  EXPECT_EQ(records().all(), before);
}

TEST_F(Import, DryRunWritesNothing) {
  EXPECT_EQ(Run({"--dry-run"}), kExitOk) << err();
  EXPECT_THAT(records().all(), IsEmpty());
  EXPECT_THAT(err(), HasSubstr("Nothing was written"));
  EXPECT_THAT(err(), HasSubstr("facilities.csv: 1 row checked\n"));
  EXPECT_THAT(out(), HasSubstr("ledger.csv             4\n"));
  EXPECT_EQ(Run({"--dry-run", "-o", "csv"}), kExitOk);
  EXPECT_THAT(out(), testing::StartsWith("file,rows\n"));
  EXPECT_EQ(Run({"--dry-run", "-o", "json"}), kExitOk);
  EXPECT_THAT(out(), Not(HasSubstr("recorded")));
}

TEST_F(Import, CutsBatchesAtCountiesAndAtTheirSize) {
  ASSERT_EQ(Run({"--batch-size", "2"}), kExitOk);
  EXPECT_EQ(records().largest_batch(), 2);
  // Two counties, two villages, 2 + 1 households in two batches, and so on.
  EXPECT_EQ(records().written().size(), 2u + 2 + 2 + 2 + 1 + 1 + 1 + 2 + 1);
}

TEST_F(Import, WritesNothingWhenAnythingIsWrongHere) {
  files_["ledger.csv"] += "510524,L9,p1,cattle,wage,-1,2014-02-01,H1/1,,\n";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(records().all(), IsEmpty());
  EXPECT_THAT(err(), HasSubstr("ledger.csv:6:amount_yuan: found \"-1\""));
  EXPECT_THAT(err(), HasSubstr("Nothing was written."));
}

TEST_F(Import, WritesNothingWhenTheServiceFindsSomethingWrong) {
  files_["participations.csv"] += "510524,P9,p1,cattle,H404,free_range,2014-02-01,,\n";
  files_["persons.csv"] += "510524,H405,1,丁,,head,male,1960,\n";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(records().all(), IsEmpty());
  EXPECT_THAT(err(), HasSubstr("persons.csv:5:household: found counties/510524/households/H405"));
  EXPECT_THAT(err(),
              HasSubstr("participations.csv:4:participant: found counties/510524/households/H404"));
}

// Before the first import a service complains of nearly every record, and lists 50 of those.
TEST_F(Import, FindsWhatTheServiceDoesNotListAtFirst) {
  for (int i = 100; i < 900; ++i) {
    files_["participations.csv"] += "510524,P" + std::to_string(i) + ",p1,cattle," +
                                    (i == 850 ? "H404" : "H1") + ",free_range,2014-02-01,,\n";
  }
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("participations.csv:754:participant: found "));
  EXPECT_EQ(Lines(), 2) << err();
  EXPECT_THAT(records().all(), IsEmpty());
}

TEST_F(Import, FindsWhatStandsBehindARecordOfThisDirectory) {
  // The participant is of this directory and not recorded yet: the service looks no further.
  files_["participations.csv"] += "510524,P9,p1,pigs,H1,free_range,2014-02-01,,\n";
  files_["ledger.csv"] += "510524,L9,p1,cattle,collective_cost,1,2014-02-01,510524999999,,\n";
  files_["ledger.csv"] += "510524,L10,p1,cattle,household_cost,1,2014-02-01,H1,,L77\n";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("participations.csv:4:project: found "
                               "\"programmes/p1/projects/pigs\", which is not recorded"));
  EXPECT_THAT(err(), HasSubstr("ledger.csv:6:counterparty: found "
                               "\"counties/510524/villages/510524999999\""));
  EXPECT_THAT(err(), HasSubstr("ledger.csv:7:reverses: found "));
  EXPECT_THAT(records().all(), IsEmpty());
}

TEST_F(Import, NeverShowsWhoIsMeantByANameOrAnIdentityNumber) {
  for (const std::string who :
       {"110105194912310021", "11010519491231002X", "liu-an-fu-of-gaojia"}) {
    files_ = GoodFiles();
    files_["persons.csv"] += "510524," + who + ",1,丁,,head,male,1960,\n";
    files_["participations.csv"] += "510524,P9,p1,cattle," + who + ",free_range,2014-02-01,,\n";
    files_["participations.csv"] += "510524,P10,p1,pigs," + who + ",free_range,2014-02-01,,\n";
    files_["ledger.csv"] += "510524,L9,p1,cattle,household_payout,1,2014-02-01," + who + ",,\n";
    EXPECT_EQ(Run(), kExitFindings);
    EXPECT_THAT(err(), HasSubstr("persons.csv:5:household: found "));
    EXPECT_THAT(err(), HasSubstr("participations.csv:4:participant: found "));
    EXPECT_THAT(err(), HasSubstr("ledger.csv:6:counterparty: found "));
    EXPECT_THAT(err(), Not(HasSubstr(who)));
    EXPECT_EQ(Run({"-o", "json"}), kExitFindings);
    EXPECT_THAT(out(), Not(HasSubstr(who)));
  }
}

TEST_F(Import, SaysWhichCounterpartyAKindHas) {
  files_["ledger.csv"] += "510524,L8,p1,cattle,wage,1,2014-02-01,510524101227,,\n";
  files_["ledger.csv"] += "510524,L9,p1,cattle,collective_cost,1,2014-02-01,H1,,\n";
  files_["ledger.csv"] += "510524,L10,p1,cattle,household_cost,1,2014-02-01,,,\n";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("ledger.csv:6:counterparty: found a village, expected a person such "
                               "as H0001/1 for the kind wage\n"));
  EXPECT_THAT(err(), HasSubstr("ledger.csv:7:counterparty: found a household, expected the 12 "
                               "digits of a village for the kind collective_cost\n"));
  EXPECT_THAT(err(),
              HasSubstr("ledger.csv:8:counterparty: found nothing, expected a household such "
                        "as H0001 for the kind household_cost\n"));
}

TEST_F(Import, CompletesWhatAServiceSaysOfAPersonalField) {
  records().personal_flaw = "expected 1 to 50 characters";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("persons.csv:2:full_name: found a value that is not shown, expected "
                               "1 to 50 characters\n"));
}

TEST_F(Import, RefusesARecordThatStandsThereWithOtherContent) {
  ASSERT_EQ(Run(), kExitOk);
  const auto before = records().all();
  files_["villages.csv"] += "510524,510524101300,新村,江门镇\n";
  std::string& households = files_["households.csv"];
  households.replace(households.find("510524101227"), 12, "510524101300");
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("households.csv:2:household: found a record of this name, which "
                               "stands there with another village, expected the same content"));
  EXPECT_EQ(records().all(), before);
}

TEST_F(Import, ImportsWhatRefersToEarlierImports) {
  ASSERT_EQ(Run(), kExitOk);
  files_ = {{"ledger.csv", GoodFiles()["ledger.csv"] +
                               "510524,L9,p1,cattle,household_payout,100,2015-02-01,H1,,L1\n"}};
  EXPECT_EQ(Run(), kExitOk) << err();
  EXPECT_THAT(out(), HasSubstr("ledger.csv     5         1          4\n"));
}

TEST_F(Import, DoesNotComplainOfWhatNamesARowThatItCouldNotRead) {
  files_["villages.csv"] = "county,village,title,township\n510524,510524101227,\xB8\xDF,x\n";
  files_["households.csv"] += "5105,H9,510524101227,general,skills,2014-01-02,,,\n";
  files_["persons.csv"] += "510524,H9,1,丁,,head,male,1960,\n";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("villages.csv:2:title"));
  EXPECT_THAT(err(), HasSubstr("households.csv:5:county"));
  EXPECT_EQ(Lines(), 3) << err();
}

TEST_F(Import, ListsSoManyErrorsAndCountsTheRest) {
  for (int i = 0; i < 30; ++i) files_["villages.csv"] += "1,2,3,4\n";
  EXPECT_EQ(Run({"--errors-max", "10"}), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("and 20 more not listed\n"));
}

TEST_F(Import, StopsAtABatchThatIsRefusedWhileItWrites) {
  records().refuse_when_written = "counties/510524/ledgerEntries/L2";
  EXPECT_EQ(Run(), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("ledger.csv:3:ledger_entry: found other content\n"));
  EXPECT_THAT(err(), HasSubstr("import again"));
  EXPECT_FALSE(records().all().contains("counties/510524/facilities/F1"));
}

TEST_F(Import, GoesOnAfterAnInterruption) {
  ASSERT_EQ(Run({"--batch-size", "1"}), kExitOk);
  const auto whole = records().all();
  FakeGateway other;
  for (int batches = 0; batches < 19; batches += 5) {
    other.records().fail_after_batches = batches;
    const TempDirectory directory;
    Write(files_, directory);
    const std::vector<std::string> arguments = {"--gateway",      other.address(), "import",
                                                directory.path(), "--batch-size",  "1"};
    std::ostringstream err;
    EXPECT_EQ(RunCli(arguments, {out_, err, {}}), kExitUnreachable);
    EXPECT_THAT(err.str(), HasSubstr("Running it again is safe"));
    other.records().fail_after_batches = -1;
    if (batches < 15) continue;
    EXPECT_EQ(RunCli(arguments, {out_, err, {}}), kExitOk) << err.str();
  }
  EXPECT_EQ(other.records().all(), whole);
}

TEST_F(Import, GivesUpWhenNoAnswerComes) {
  records().silent = true;
  const TempDirectory directory;
  Write(files_, directory);
  const std::vector<std::string> arguments = {"--gateway", gateway_.address(), "--timeout-s",
                                              "0.2",       "import",           directory.path()};
  EXPECT_EQ(RunCli(arguments, {out_, err_, {}}), kExitUnreachable);
  EXPECT_THAT(err(), HasSubstr(": records are sent to households, no answer for 200ms\n"));
  EXPECT_THAT(err(), HasSubstr("Nothing was written."));
}

TEST_F(Import, TellsWhatIsWrongHereEvenWhenNobodyAnswers) {
  files_["ledger.csv"] += "510524,L9,p1,cattle,wage,-1,2014-02-01,H1/1,,\n";
  const TempDirectory directory;
  Write(files_, directory);
  const std::vector<std::string> arguments = {"--gateway", "127.0.0.1:1", "import",
                                              directory.path()};
  EXPECT_EQ(RunCli(arguments, {out_, err_, {}}), kExitFindings);
  EXPECT_THAT(err(), HasSubstr("ledger.csv:6:amount_yuan"));
  EXPECT_THAT(err(), HasSubstr("no answer from 127.0.0.1:1"));
}

TEST_F(Import, SpeaksJson) {
  files_["villages.csv"] += "1,2,3\n";
  EXPECT_EQ(Run({"-o", "json"}), kExitFindings);
  EXPECT_THAT(out(), HasSubstr("{\"file\": \"villages.csv\", \"row\": 4, \"column\": \"-\", "
                               "\"message\": \"found 3 fields"));
  EXPECT_THAT(out(), HasSubstr("\"errors_left_out\": 0"));
}

}  // namespace
}  // namespace bangfu::cli
