#include "tests/bench/world/world.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/codes/division_code.h"
#include "services/common/names/names.h"
#include "services/common/records/violations.h"
#include "services/households/validate.h"
#include "services/projects/reversal.h"
#include "services/projects/validate.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// All records of a world, by name, in the order of import.
struct Everything {
  std::map<std::string, households::v1::Record> register_records;
  std::map<std::string, projects::v1::Record> work_records;
  std::string bytes;
};

std::string NameOf(const households::v1::Record& record) {
  switch (record.record_case()) {
    case households::v1::Record::kCounty:
      return record.county().name();
    case households::v1::Record::kVillage:
      return record.village().name();
    case households::v1::Record::kHousehold:
      return record.household().name();
    case households::v1::Record::kPerson:
      return record.person().name();
    default:
      return record.case_().name();
  }
}

std::string NameOf(const projects::v1::Record& record) {
  switch (record.record_case()) {
    case projects::v1::Record::kProgramme:
      return record.programme().name();
    case projects::v1::Record::kProject:
      return record.project().name();
    case projects::v1::Record::kParticipation:
      return record.participation().name();
    case projects::v1::Record::kLedgerEntry:
      return record.ledger_entry().name();
    case projects::v1::Record::kPosting:
      return record.posting().name();
    case projects::v1::Record::kFacility:
      return record.facility().name();
    default:
      return record.attestation().name();
  }
}

template <typename Request, typename Records>
std::function<void(Request)> Into(Records& records, std::string& bytes) {
  return [&records, &bytes](const Request& batch) {
    EXPECT_LE(batch.records_size(), kBatchSize);
    batch.AppendToString(&bytes);
    for (const auto& record : batch.records()) {
      EXPECT_TRUE(records.emplace(NameOf(record), record).second) << NameOf(record);
    }
  };
}

Everything Make(const WorldPlan& plan) {
  const World world(plan);
  Everything all;
  const auto work = Into<projects::v1::ImportRecordsRequest>(all.work_records, all.bytes);
  world.MakeProgramme(work);
  for (const County& county : world.counties()) {
    world.MakeRegister(county,
                       Into<households::v1::ImportRecordsRequest>(all.register_records, all.bytes));
    world.MakeWork(county, work);
  }
  return all;
}

constexpr WorldPlan kPlan = {
    .households = 3000, .counties = 7, .projects = 30, .ledger_entries_per_household = 5};

TEST(World, SamePlanGivesTheSameBytes) { EXPECT_EQ(Make(kPlan).bytes, Make(kPlan).bytes); }

TEST(World, AnotherSeedGivesOtherBytes) {
  WorldPlan other = kPlan;
  other.seed = 2;
  EXPECT_NE(Make(kPlan).bytes, Make(other).bytes);
}

TEST(World, HasTheHouseholdsAndEntriesThatWereAskedFor) {
  const Everything all = Make(kPlan);
  int64_t households = 0, entries = 0;
  for (const auto& [name, record] : all.register_records) households += record.has_household();
  for (const auto& [name, record] : all.work_records) entries += record.has_ledger_entry();
  EXPECT_EQ(households, kPlan.households);
  EXPECT_EQ(entries, kPlan.households * kPlan.ledger_entries_per_household);
}

TEST(World, TheServicesFindNothingWrongWithAnyRecord) {
  Everything all = Make(kPlan);
  records::Violations violations;
  for (auto& [name, record] : all.register_records) {
    households::Validate(names::CountyOf(name).value(), record, violations);
    ASSERT_TRUE(violations.empty()) << record.DebugString() << violations.ToStatus();
  }
  for (auto& [name, record] : all.work_records) {
    projects::Validate(names::CountyOf(name).value(), record, violations);
    ASSERT_TRUE(violations.empty()) << record.DebugString() << violations.ToStatus();
  }
}

TEST(World, NoRecordNamesOneThatIsNotThere) {
  const Everything all = Make(kPlan);
  const auto expect_registered = [&](const std::string& name) {
    EXPECT_TRUE(all.register_records.contains(name)) << name;
  };
  const auto expect_project = [&](const std::string& name) {
    EXPECT_TRUE(all.work_records.contains(name)) << name;
  };
  for (const auto& [name, record] : all.register_records) {
    if (record.has_household()) expect_registered(record.household().village());
    if (record.has_case_()) expect_registered(record.case_().person());
  }
  for (const auto& [name, record] : all.work_records) {
    if (record.has_participation()) {
      expect_registered(record.participation().participant());
      expect_project(record.participation().project());
    }
    if (record.has_ledger_entry()) {
      expect_registered(record.ledger_entry().counterparty());
      expect_project(record.ledger_entry().project());
    }
    if (record.has_facility()) expect_registered(record.facility().village());
    if (record.has_posting()) expect_registered(record.posting().place());
  }
}

TEST(World, ParticipationsAndEntriesAreOfProjectsThatRunInTheirCounty) {
  const Everything all = Make({.households = 4000, .counties = 150, .projects = 30});
  std::set<std::pair<std::string, std::string>> running;
  for (const auto& [name, record] : all.work_records) {
    for (const std::string& county : record.project().counties()) running.emplace(name, county);
  }
  for (const auto& [name, record] : all.work_records) {
    const std::string& project = record.has_participation() ? record.participation().project()
                                                            : record.ledger_entry().project();
    if (project.empty()) continue;
    const std::string county = name.substr(0, name.find('/', 9));
    EXPECT_TRUE(running.contains({project, county})) << name << " " << project;
  }
}

TEST(World, AReversalMirrorsAnEntryThatNoOtherReverses) {
  const Everything all = Make({.households = 5000, .counties = 2});
  std::set<std::string> reversed;
  for (const auto& [name, record] : all.work_records) {
    const projects::v1::LedgerEntry& entry = record.ledger_entry();
    if (entry.reverses().empty()) continue;
    EXPECT_TRUE(reversed.insert(entry.reverses()).second) << entry.reverses();
    const auto original = all.work_records.find(entry.reverses());
    ASSERT_NE(original, all.work_records.end());
    records::Violations violations;
    records::FieldChecker check(violations);
    projects::CheckMirror(entry, original->second.ledger_entry(), check);
    EXPECT_TRUE(violations.empty()) << violations.ToStatus();
  }
  const double share = static_cast<double>(reversed.size()) / (5000 * 9);
  EXPECT_NEAR(share, shares::kReversal, shares::kReversal / 4);
}

TEST(World, HouseholdsAreAsLargeAsTheRegisters) {
  const Everything all =
      Make({.households = 20'000, .counties = 3, .ledger_entries_per_household = 0});
  int64_t persons = 0;
  for (const auto& [name, record] : all.register_records) persons += record.has_person();
  EXPECT_NEAR(static_cast<double>(persons) / 20'000, 89.6 / 29.5, .05);
}

TEST(World, CausesAndLiftsFollowThePublishedShares) {
  const Everything all =
      Make({.households = 20'000, .counties = 3, .ledger_entries_per_household = 0});
  std::map<int, int> causes, lifts;
  for (const auto& [name, record] : all.register_records) {
    if (!record.has_household()) continue;
    ++causes[record.household().main_cause()];
    if (record.household().has_lift_date()) ++lifts[record.household().lift_date().year()];
  }
  EXPECT_NEAR(causes[households::v1::POVERTY_CAUSE_ILLNESS] / 20'000., .42, .015);
  EXPECT_NEAR(causes[households::v1::POVERTY_CAUSE_DISASTER] / 20'000., .20, .015);
  EXPECT_NEAR(lifts[2015] / 20'000., .1748, .02);
  EXPECT_NEAR(lifts[2020] / 20'000., .0668, .02);
}

TEST(World, MostOfAVillageTakePartInOneProject) {
  const Everything all = Make({.households = 20'000, .counties = 3, .projects = 30});
  std::map<std::string, std::string> villages;  // of households
  for (const auto& [name, record] : all.register_records) {
    if (record.has_household()) villages[name] = record.household().village();
  }
  std::map<std::string, std::map<std::string, int>> by_village;
  int participations = 0;
  for (const auto& [name, record] : all.work_records) {
    if (!record.has_participation()) continue;
    const std::string& who = record.participation().participant();
    const std::string household = who.substr(0, who.find("/persons/"));
    ASSERT_TRUE(villages.contains(household)) << household;
    ++by_village[villages[household]][record.participation().project()];
    ++participations;
  }
  int together = 0;
  std::set<std::string> projects;
  for (const auto& [village, counts] : by_village) {
    const auto most =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    together += most->second;
    projects.insert(most->first);
  }
  EXPECT_NEAR(static_cast<double>(together) / participations, shares::kWithVillage, .05);
  EXPECT_GT(projects.size(), 10u);
}

TEST(World, AmountsHaveALongTail) {
  const Everything all = Make({.households = 5000, .counties = 2});
  std::vector<int64_t> payouts;
  for (const auto& [name, record] : all.work_records) {
    if (record.ledger_entry().kind() == projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT) {
      payouts.push_back(record.ledger_entry().amount_fen());
    }
  }
  std::sort(payouts.begin(), payouts.end());
  ASSERT_GT(payouts.size(), 1000u);
  const double median = static_cast<double>(payouts[payouts.size() / 2]);
  EXPECT_NEAR(median, shares::kPayout.fen_median, shares::kPayout.fen_median / 10);
  EXPECT_GT(static_cast<double>(payouts[payouts.size() * 99 / 100]), 5 * median);
}

TEST(World, MoneyIsMostlyOfThoseWhoTakePart) {
  const Everything all = Make({.households = 5000, .counties = 2});
  std::map<int, std::pair<int, int>> by_year;  // of collectives, and all
  int of_collectives = 0, entries = 0;
  for (const auto& [name, record] : all.work_records) {
    if (!record.has_ledger_entry()) continue;
    const projects::v1::LedgerEntry& entry = record.ledger_entry();
    const bool of_collective = names::VillageName::Parse(entry.counterparty()).has_value();
    of_collectives += of_collective;
    ++entries;
    by_year[entry.date().year()].first += of_collective;
    ++by_year[entry.date().year()].second;
  }
  EXPECT_LT(of_collectives, .25 * entries);
  for (const auto& [year, counts] : by_year) {
    const double share = counts.first / static_cast<double>(counts.second);
    if (year >= 2016) {
      EXPECT_NEAR(share, shares::kCollective, .05) << year;
    }
    EXPECT_GE(share, shares::kCollective - .05) << year;
  }
}

TEST(World, SpousesAreOfTheOtherSexThanTheHead) {
  const Everything all =
      Make({.households = 3000, .counties = 2, .ledger_entries_per_household = 0});
  std::map<std::string, households::v1::Sex> heads, spouses;
  for (const auto& [name, record] : all.register_records) {
    const std::string household = name.substr(0, name.find("/persons/"));
    const households::v1::Person& person = record.person();
    if (person.relation() == households::v1::RELATION_HEAD) heads[household] = person.sex();
    if (person.relation() == households::v1::RELATION_SPOUSE) spouses[household] = person.sex();
  }
  ASSERT_GT(spouses.size(), 500u);
  for (const auto& [household, sex] : spouses) EXPECT_NE(sex, heads[household]) << household;
}

TEST(World, All832CountiesHaveCodesOfTheirOwn) {
  const World world({.households = 832, .counties = 832});
  std::set<std::string> codes;
  for (const County& county : world.counties()) {
    EXPECT_TRUE(codes::ValidateCountyCode(county.code).ok()) << county.code;
    EXPECT_TRUE(codes.insert(county.code).second) << county.code;
    EXPECT_EQ(county.households, 1);
  }
  EXPECT_THAT(codes, SizeIs(832));
  EXPECT_EQ(world.counties()[0].code, "510524");
  EXPECT_EQ(world.counties()[1].code, "610826");
}

TEST(World, APlanOutOfRangeSaysWhatIsExpected) {
  EXPECT_EQ(CheckPlan({.counties = 833}).message(), "found 833 counties, expected 1 to 832");
  EXPECT_FALSE(CheckPlan({.households = 1, .counties = 2}).ok());
  EXPECT_FALSE(CheckPlan({.projects = 1}).ok());
  EXPECT_TRUE(CheckPlan({}).ok());
}

}  // namespace
}  // namespace bangfu::bench
