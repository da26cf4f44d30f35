#include "gateway/cli/reference_probe.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bangfu/projects/v1/projects.pb.h"
#include "tests/gateway/cli/import_files.h"

namespace bangfu::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A world of one ledger row in a directory, and of what stands on the server.
class Probe : public testing::Test {
 protected:
  std::vector<std::string> Problems(const std::string& row, bool stopped) {
    const TempDirectory directory;
    const std::string ledger = GoodFiles()["ledger.csv"];
    directory.Write("ledger.csv", ledger.substr(0, ledger.find('\n') + 1) + row + "\n");
    ErrorList errors(10);
    absl::StatusOr<ImportPlan> plan = PlanImport(directory.path(), errors);
    EXPECT_TRUE(plan.ok());
    plan->index.Add("counties/510524/households/H1", 2);
    BatchReader reader(plan->files[0], 10, /*validate_only=*/true);
    RecordBatch batch;
    EXPECT_TRUE(reader.Next(batch));
    ServerView view;
    view.find =
        [this](
            const std::string& name) -> absl::StatusOr<std::unique_ptr<google::protobuf::Message>> {
      ++asked_[name];
      if (!server_.contains(name)) return nullptr;
      auto project = std::make_unique<projects::v1::Project>();
      project->add_counties("counties/510524");
      return project;
    };
    view.has_records = [](Service, const std::string&) -> absl::StatusOr<bool> { return true; };
    ReferenceProbe probe(*plan, view);
    std::vector<std::string> lines;
    for (int round = 0; round < 2; ++round) {
      lines.clear();
      auto problems = probe.Check(batch, 0, stopped);
      EXPECT_TRUE(problems.ok());
      for (const CellProblem& problem : *problems) {
        lines.push_back(std::string(batch.spec->columns[problem.column].name) + ": " +
                        problem.message);
      }
    }
    return lines;
  }

  std::set<std::string> server_ = {"programmes/p1/projects/cattle"};
  std::map<std::string, int> asked_;
};

constexpr char kRow[] = "510524,L1,p1,cattle,household_payout,100.00,2015-01-01,H1,v/1,";

TEST_F(Probe, LeavesToTheServiceWhatItChecksItself) {
  EXPECT_THAT(Problems(kRow, /*stopped=*/false), IsEmpty());
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(Probe, AsksForTheRestOnceWhenTheServiceStopped) {
  EXPECT_THAT(Problems(kRow, /*stopped=*/true), IsEmpty());
  // Whether it is there, and where it runs.
  EXPECT_EQ(asked_["programmes/p1/projects/cattle"], 2);
  server_.clear();
  EXPECT_THAT(Problems(kRow, /*stopped=*/true),
              ElementsAre(HasSubstr("project: found \"programmes/p1/projects/cattle\"")));
}

TEST_F(Probe, AsksForVillagesThatProjectsDoesNotKnow) {
  const std::string row = "510524,L1,p1,cattle,collective_cost,100.00,2015-01-01,510524101227,v/1,";
  EXPECT_THAT(Problems(row, /*stopped=*/false), ElementsAre(HasSubstr("counterparty: found")));
  server_.insert("counties/510524/villages/510524101227");
  EXPECT_THAT(Problems(row, /*stopped=*/false), IsEmpty());
}

TEST_F(Probe, RefusesAReversalThatCannotMirrorItsEntry) {
  server_.insert("counties/510524/ledgerEntries/L0");
  EXPECT_THAT(Problems(std::string(kRow) + "L0", /*stopped=*/true),
              ElementsAre(HasSubstr("reverses: found an entry of another project or counter")));
}

TEST_F(Probe, FindsAProjectThatRunsElsewhere) {
  const std::string row = "610826,L1,p1,cattle,household_payout,100.00,2015-01-01,H1,v/1,";
  EXPECT_THAT(Problems(row, /*stopped=*/true),
              testing::Contains(HasSubstr("project: found a project that does not run")));
}

TEST_F(Probe, FindsARecordOfTheNameThatMustSaySomethingElse) {
  server_.insert("counties/510524/ledgerEntries/L1");
  EXPECT_THAT(Problems(kRow, /*stopped=*/true),
              ElementsAre(HasSubstr("ledger_entry: found a record of this name")));
  EXPECT_THAT(Problems(kRow, /*stopped=*/false), IsEmpty());
}

}  // namespace
}  // namespace bangfu::cli
