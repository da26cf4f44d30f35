// A database of the projects service with the verbs of its tests: enter batches, look at what
// became of them, dump every table, replay a journal. Households answers as it is told.
#ifndef BANGFU_TESTS_SERVICES_PROJECTS_WORLD_H_
#define BANGFU_TESTS_SERVICES_PROJECTS_WORLD_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/journal/journal_reader.h"
#include "services/common/records/fields.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/transaction.h"
#include "services/common/time/clock.h"
#include "services/projects/fold.h"
#include "services/projects/journal_name.h"
#include "services/projects/participants.h"
#include "services/projects/projects_batches.h"
#include "services/projects/projects_server.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/projects/records.h"

namespace bangfu::projects {

// Everybody exists.
inline AskHouseholds Everybody() {
  return [](CheckParticipantsRequest, const sql::JobContext&, auto then) {
    then(CheckParticipantsResponse());
  };
}

class World {
 public:
  World() : connection_(database_.Open()) {
    EXPECT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
  }

  sql::Connection& connection() { return *connection_; }
  ProjectsBatches& batches() { return batches_; }

  // As a batch of the import.
  absl::StatusOr<journal::v1::BatchResult> Try(const std::string& request_id,
                                               const std::string& county,
                                               const std::vector<v1::Record>& records,
                                               bool validate_only = false) {
    v1::ImportRecordsRequest request;
    request.set_request_id(request_id);
    request.set_county(county);
    request.set_validate_only(validate_only);
    for (const v1::Record& record : records) *request.add_records() = record;
    absl::StatusOr<ProjectsBatches::Batch> prepared = batches_.Prepare(std::move(request));
    if (!prepared.ok()) return prepared.status();
    auto batch = std::make_shared<ProjectsBatches::Batch>(*std::move(prepared));
    batches_.Consult(batch, {}, [](const absl::Status& status) { EXPECT_TRUE(status.ok()); });
    auto transaction = sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
    auto result = batches_.Write(*connection_, *batch);
    EXPECT_TRUE(transaction->Commit().ok());
    return result;
  }

  // The same, which is to be answered.
  journal::v1::BatchResult Enter(const std::string& request_id, const std::string& county,
                                 const std::vector<v1::Record>& records) {
    absl::StatusOr<journal::v1::BatchResult> result = Try(request_id, county, records);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : journal::v1::BatchResult();
  }

  // A programme with everything in it.
  void EnterAll() {
    EXPECT_EQ(Enter("all-0", "000000", GlobalRecords()).recorded_count(), 3);
    EXPECT_EQ(Enter("all-1", "510524", CountyRecords()).recorded_count(), 5);
  }

  int64_t LogSize(const std::string& county) {
    return journal::ReadTreeHead(*connection_, kJournal, county)->size();
  }

  // The events of a county, in order.
  std::vector<v1::Event> Events(const std::string& county) {
    std::vector<v1::Event> events;
    const absl::Status read =
        journal::ReadEntries(*connection_, county, 0, 1 << 20, [&](std::string_view bytes) {
          journal::v1::Entry entry;
          EXPECT_TRUE(entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
          EXPECT_TRUE(events.emplace_back().ParseFromString(entry.event()));
        });
    EXPECT_TRUE(read.ok()) << read;
    return events;
  }

  // Folds every entry of another world's journal into this one's tables.
  void Replay(World& other) {
    auto counties = journal::ListTreeHeads(other.connection(), kJournal);
    ASSERT_TRUE(counties.ok());
    for (const journal::v1::TreeHead& head : *counties) {
      int64_t seq = 0;
      for (const v1::Event& event : other.Events(head.county())) {
        records::Violations violations;
        records::FieldChecker check(violations);
        const auto outcome = Fold(*connection_, event, seq++, check);
        ASSERT_TRUE(outcome.ok()) << outcome.status();
        ASSERT_EQ(*outcome, records::Outcome::kRecorded) << event.ShortDebugString();
      }
    }
  }

  // Every row of every state table, in order.
  sql::TableDump Dump() {
    sql::TableDump dump = database_.Dump(*connection_);
    std::erase_if(dump, [](const auto& table) {
      return table.first.starts_with("journal_") || table.first == "write_request";
    });
    return dump;
  }

 private:
  sql::TestDatabase database_;
  std::unique_ptr<sql::Connection> connection_;
  Participants participants_{Everybody()};
  ProjectsBatches batches_{participants_, ReproducibleClock()};
};

}  // namespace bangfu::projects

#endif  // BANGFU_TESTS_SERVICES_PROJECTS_WORLD_H_
