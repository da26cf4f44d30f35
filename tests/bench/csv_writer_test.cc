#include "tests/bench/csv_writer.h"

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "gateway/cli/csv_reader.h"
#include "gateway/cli/record_mapper.h"
#include "services/common/records/violations.h"
#include "services/households/validate.h"
#include "services/projects/validate.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {
namespace {

const cli::FileSpec& SpecOf(std::string_view file) {
  for (const cli::FileSpec& spec : cli::FileSpecs()) {
    if (spec.file == file) return spec;
  }
  abort();
}

// What the import makes of the row.
template <typename Record>
Record ReadBack(const cli::FileSpec& spec, const std::string& row) {
  cli::CsvReader reader(cli::FromText(row));
  EXPECT_EQ(reader.Read(), cli::CsvReader::Next::kRecord) << row;
  Record record;
  std::vector<cli::CellProblem> problems;
  EXPECT_TRUE(cli::RecordMapper(spec).Map(reader.fields(), record, problems))
      << row << problems.front().message;
  return record;
}

// As the services keep it: lists have an order of their own there.
template <typename Record>
std::string InNormalForm(const std::string& county, Record record) {
  records::Violations violations;
  if constexpr (std::is_same_v<Record, projects::v1::Record>) {
    projects::Validate(county, record, violations);
  } else {
    households::Validate(county, record, violations);
  }
  EXPECT_TRUE(violations.empty()) << violations.ToStatus();
  return record.DebugString();
}

// Every record, through its row and back.
template <typename Batch>
void ExpectReadBack(cli::Service service, const Batch& batch) {
  for (const auto& record : batch.records()) {
    for (const cli::FileSpec& spec : cli::FileSpecs()) {
      const auto* set = record.GetReflection()->GetOneofFieldDescriptor(
          record, record.GetDescriptor()->oneof_decl(0));
      if (spec.service != service || set->name() != spec.record) continue;
      using Record = std::decay_t<decltype(record)>;
      EXPECT_EQ(InNormalForm(batch.county(), ReadBack<Record>(spec, CsvRow(spec, record))),
                InNormalForm(batch.county(), record));
    }
  }
}

TEST(CsvWriter, TheImportReadsEveryGeneratedRecordBack) {
  const World world({.households = 300, .counties = 3, .projects = 5});
  const auto work = [](const auto& batch) { ExpectReadBack(cli::Service::kProjects, batch); };
  world.MakeProgramme(work);
  for (const County& county : world.counties()) {
    world.MakeRegister(county,
                       [](const auto& batch) { ExpectReadBack(cli::Service::kHouseholds, batch); });
    world.MakeWork(county, work);
  }
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
  households::v1::Record record;
  record.mutable_village()->set_name("counties/510524/villages/510524101227");
  record.mutable_village()->set_title("a \"b\", c");
  record.mutable_village()->set_township("江门镇");
  EXPECT_EQ(CsvRow(SpecOf("villages.csv"), record),
            "510524,510524101227,\"a \"\"b\"\", c\",江门镇\n");
}

TEST(CsvWriter, AnAbsentValueIsAnEmptyCell) {
  households::v1::Record record;
  households::v1::Household& household = *record.mutable_household();
  household.set_name("counties/510524/households/H0001");
  household.set_village("counties/510524/villages/510524101227");
  household.set_category(households::v1::HOUSEHOLD_CATEGORY_GENERAL);
  household.set_main_cause(households::v1::POVERTY_CAUSE_ILLNESS);
  household.mutable_register_date()->set_year(2014);
  household.mutable_register_date()->set_month(1);
  household.mutable_register_date()->set_day(2);
  EXPECT_EQ(CsvRow(SpecOf("households.csv"), record),
            "510524,H0001,510524101227,general,illness,2014-01-02,,,\n");
  household.set_debt_fen(150);
  EXPECT_EQ(CsvRow(SpecOf("households.csv"), record),
            "510524,H0001,510524101227,general,illness,2014-01-02,,,1.50\n");
}

TEST(CsvWriter, TheHeaderIsTheImports) {
  EXPECT_EQ(CsvHeader(SpecOf("villages.csv")), "county,village,title,township\n");
}

}  // namespace
}  // namespace bangfu::bench
