// The register is a fold over its journal: replaying it from empty gives the same tables, whatever
// was entered, refused or repeated before.
#include "services/households/register.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/journal/journal_reader.h"
#include "services/common/seal/entropy.h"
#include "services/common/seal/master_key.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/transaction.h"
#include "services/households/households_server.h"
#include "services/households/key_ring.h"
#include "services/households/register_writer.h"
#include "services/households/validate.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/households/records.h"

namespace bangfu::households {
namespace {

class Register {
 public:
  Register() : connection_(database_.Open()) {
    EXPECT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
    keys_ = std::make_unique<KeyRing>(
        *seal::MasterKey::LoadOrCreate(database_.File("master.key"), entropy_), entropy_);
  }

  sql::Connection& connection() { return *connection_; }

  journal::v1::BatchResult Enter(std::vector<v1::Record> records, const std::string& request_id) {
    records::Violations violations;
    RegisterWriter::Records list;
    std::string content;
    for (size_t i = 0; i < records.size(); ++i) {
      violations.BeginRecord(static_cast<int>(i));
      Validate("510524", records[i], violations);
      content += records[i].SerializeAsString();
      *list.Add() = records[i];
    }
    records::BatchHeader header = {.journal = "households",
                                   .county = "510524",
                                   .actor = "loopback",
                                   .request_id = request_id,
                                   .request_hash = keys_->RequestHash(content),
                                   .recorded_at = absl::UnixEpoch()};
    RegisterWriter writer(*keys_, list);
    auto transaction = sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
    auto result = records::WriteBatch(*connection_, header, writer, std::move(violations));
    EXPECT_TRUE(transaction->Commit().ok());
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : journal::v1::BatchResult();
  }

  // Folds every entry of another register's journal into this one's tables.
  void Replay(sql::Connection& other) {
    int64_t seq = 0;
    const absl::Status read =
        journal::ReadEntries(other, "510524", 0, 1 << 20, [&](std::string_view bytes) {
          journal::v1::Entry entry;
          v1::Event event;
          ASSERT_TRUE(entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
          ASSERT_TRUE(event.ParseFromString(entry.event()));
          records::Violations violations;
          records::FieldChecker check(violations);
          const auto outcome = Fold(*connection_, event, seq++, check);
          ASSERT_TRUE(outcome.ok() && *outcome == records::Outcome::kRecorded);
        });
    EXPECT_TRUE(read.ok()) << read;
  }

  // Every row of every table that is a fold over the journal, in order.
  sql::TableDump Dump() {
    sql::TableDump dump = database_.Dump(*connection_);
    std::erase_if(dump, [](const auto& table) {
      return table.first.starts_with("journal_") || table.first == "write_request" ||
             table.first == "household_key";
    });
    return dump;
  }

 private:
  sql::TestDatabase database_;
  seal::SeededEntropy entropy_{"test"};
  std::unique_ptr<sql::Connection> connection_;
  std::unique_ptr<KeyRing> keys_;
};

std::vector<v1::Record> World() {
  return {CountyRecord(), VillageRecord(), HouseholdRecord(), PersonRecord(), CaseRecord()};
}

TEST(RegisterTest, AWholeWorldIsEnteredInOneBatch) {
  Register reg;
  EXPECT_EQ(reg.Enter(World(), "r1").recorded_count(), 5);
}

TEST(RegisterTest, TheSameRecordsAgainAreUnchanged) {
  Register reg;
  reg.Enter(World(), "r1");
  const auto again = reg.Enter(World(), "r2");
  EXPECT_EQ(again.unchanged_count(), 5) << again.ShortDebugString();
}

TEST(RegisterTest, NothingOverwritesARecord) {
  Register reg;
  reg.Enter(World(), "r1");
  const auto before = reg.Dump();
  std::vector<v1::Record> changed = World();
  changed[0].mutable_county()->set_province("云南省");
  changed[1].mutable_village()->set_title("改名村");
  changed[2].mutable_household()->set_debt_fen(1);  // sealed, and noticed all the same
  changed[3].mutable_person()->set_full_name("别人");
  changed[4].mutable_case_()->set_begin_year(2014);
  const auto refused = reg.Enter(changed, "r2");
  ASSERT_EQ(refused.violations_size(), 5);
  for (const auto& violation : refused.violations()) {
    EXPECT_EQ(violation.reason(), journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT);
  }
  EXPECT_EQ(reg.Dump(), before);
}

TEST(RegisterTest, WhatDoesNotExistCannotBeReferredTo) {
  const std::vector<v1::Record> world = World();
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"village.name", "counties/510524"},
      {"household.village", "counties/510524/villages/510524101227"},
      {"person.name", "counties/510524/households/H0001"},
      {"case.person", "counties/510524/households/H0001/persons/1"}};
  for (size_t i = 0; i < expected.size(); ++i) {
    Register reg;
    const auto refused = reg.Enter({world[i + 1]}, "r1");
    ASSERT_EQ(refused.violations_size(), 1);
    EXPECT_EQ(refused.violations(0).field(), expected[i].first);
    EXPECT_EQ(refused.violations(0).missing_resource(), expected[i].second);
    EXPECT_EQ(refused.violations(0).reason(), journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND);
  }
}

TEST(RegisterTest, NoPersonalFieldStandsInTheClearInAnyFile) {
  Register reg;
  reg.Enter(World(), "r1");
  for (const auto& [table, rows] : reg.Dump()) {
    for (const std::string& row : rows) EXPECT_EQ(row.find("测试人"), std::string::npos) << table;
  }
  EXPECT_TRUE(journal::ReadEntries(reg.connection(), "510524", 0, 100, [](std::string_view entry) {
                for (const char* personal : {"测试人", "11010519491231002X", "慢性病"}) {
                  EXPECT_EQ(entry.find(personal), std::string_view::npos) << personal;
                }
              }).ok());
}

RC_GTEST_PROP(RegisterProperty, ReplayOfTheJournalGivesTheSameTables, ()) {
  Register reg;
  reg.Enter({CountyRecord(), VillageRecord()}, "base");
  const int batches = *rc::gen::inRange(1, 12);
  for (int i = 0; i < batches; ++i) {
    std::vector<v1::Record> records;
    const int count = *rc::gen::inRange(1, 6);
    for (int j = 0; j < count; ++j) {
      const std::string household = "H" + std::to_string(*rc::gen::inRange(1, 5));
      if (*rc::gen::arbitrary<bool>()) {
        records.push_back(HouseholdRecord(household));
        // Sometimes other content under a name that may be taken, which is refused.
        records.back().mutable_household()->set_debt_fen(*rc::gen::inRange(0, 3));
      } else {
        records.push_back(PersonRecord(household, std::to_string(*rc::gen::inRange(1, 3))));
      }
    }
    reg.Enter(records, "r" + std::to_string(*rc::gen::inRange(0, 4)) + "-" + std::to_string(i));
  }
  Register replayed;
  replayed.Replay(reg.connection());
  RC_ASSERT(replayed.Dump() == reg.Dump());
}

}  // namespace
}  // namespace bangfu::households
