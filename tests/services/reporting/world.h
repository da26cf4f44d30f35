// The journals of two services as vectors, and a reporting database that is fed from them.
#ifndef BANGFU_TESTS_SERVICES_REPORTING_WORLD_H_
#define BANGFU_TESTS_SERVICES_REPORTING_WORLD_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/journal/merkle.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/transaction.h"
#include "services/reporting/county_loader.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/projector.h"
#include "services/reporting/reporting_server.h"
#include "services/reporting/snapshots.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/reporting/records.h"

namespace bangfu::reporting {

// What was recorded, by (journal, county).
class Journals {
 public:
  using Key = std::pair<std::string, std::string>;

  void Record(const std::string& county, const hv1::Event& event) {
    Append(std::string(kHouseholds), county, event.SerializeAsString());
  }
  void Record(const std::string& county, const pv1::Event& event) {
    Append(std::string(kProjects), county, event.SerializeAsString());
  }

  const std::map<Key, std::vector<std::string>>& logs() const { return logs_; }
  std::vector<std::string>& Log(const Key& key) { return logs_[key]; }

  journal::v1::StreamEntriesResponse Batch(const Key& key, size_t first, size_t count) const {
    journal::v1::StreamEntriesResponse batch;
    batch.set_county(key.second);
    batch.set_first_seq(static_cast<int64_t>(first));
    const std::vector<std::string>& log = logs_.at(key);
    for (size_t i = first; i < first + count && i < log.size(); ++i) batch.add_entries(log[i]);
    return batch;
  }

  journal::Hash RootOf(const Key& key) const {
    journal::CompactRange range;
    for (const std::string& entry : logs_.at(key)) range.Append(journal::LeafHash(entry));
    return range.Root();
  }

 private:
  void Append(const std::string& journal, const std::string& county, std::string event) {
    std::vector<std::string>& log = logs_[{journal, county}];
    journal::v1::Entry entry;
    entry.set_journal(journal);
    entry.set_county(county);
    entry.set_seq(static_cast<int64_t>(log.size()));
    entry.set_event(std::move(event));
    log.push_back(entry.SerializeAsString());
  }

  std::map<Key, std::vector<std::string>> logs_;
};

// Tables with numbers, with what these stand for; nothing where there is no such number. How many
// days of a subject are kept depends on the batches; the first, and the reversals, do not.
inline constexpr std::string_view kNamedRows = R"sql(
DROP VIEW IF EXISTS named_fact;
DROP VIEW IF EXISTS named_presence;
DROP VIEW IF EXISTS named_rollup;
DROP VIEW IF EXISTS named_cell;
DROP VIEW IF EXISTS named_series;
CREATE VIEW named_cell AS SELECT county, programme, kind, pillar, project, facet FROM cell;
CREATE VIEW named_series AS SELECT county, programme, scope, kind, facet FROM series;
CREATE VIEW named_fact AS
  SELECT fact.county, programme, kind, pillar, project, facet, day, seq, ordinal, subject, delta,
    quantity, record, document, leaf_hash
  FROM fact LEFT JOIN cell ON cell.county = fact.county AND cell.cell = fact.cell;
CREATE VIEW named_presence AS
  SELECT presence.county, programme, kind, pillar, project, facet, subject,
    substr(fact_days, 1, 4) AS first_day, reversal_days
  FROM presence LEFT JOIN cell ON cell.county = presence.county AND cell.cell = presence.cell;
CREATE VIEW named_rollup AS
  SELECT rollup.county, programme, scope, kind, facet, block, days
  FROM rollup LEFT JOIN series ON series.county = rollup.county AND series.series = rollup.series;
)sql";

// A database with its snapshots, as the service keeps them; or one of several on one database.
class Reporting {
 public:
  Reporting() : Reporting(std::make_shared<sql::TestDatabase>(), Sharing::kAlone) {}
  Reporting(std::shared_ptr<sql::TestDatabase> database, Sharing sharing)
      : database_(std::move(database)), connection_(database_->Open()), projector_(sharing) {
    EXPECT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
    EXPECT_EQ(connection_->Execute(kNamedRows), absl::OkStatus());
    Restart();
  }

  // As after the start of the process: snapshots come from the database.
  void Restart() {
    absl::StatusOr<std::vector<CountySnapshotPtr>> loaded = LoadCounties(*connection_);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    snapshots_ = std::make_unique<Snapshots>(*std::move(loaded));
  }

  // OK when all were applied.
  absl::Status Apply(const std::string& journal, const std::vector<EntryBatch>& batches) {
    auto transaction = sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
    if (!transaction.ok()) return transaction.status();
    absl::StatusOr<Applied> applied = projector_.Apply(*connection_, journal, batches);
    if (!applied.ok()) return applied.status();
    if (applied->batch_count == 0) return applied->refusal;
    if (absl::Status status = transaction->Commit(); !status.ok()) return status;
    snapshots_->Publish(std::move(applied->update));
    return applied->refusal;
  }
  absl::Status Apply(const std::string& journal, const journal::v1::StreamEntriesResponse& batch) {
    return Apply(journal, {std::make_shared<journal::v1::StreamEntriesResponse>(batch)});
  }

  void ApplyAll(const Journals& journals) {
    for (const auto& [key, log] : journals.logs()) {
      const absl::Status applied = Apply(key.first, journals.Batch(key, 0, log.size()));
      ASSERT_TRUE(applied.ok()) << applied;
    }
  }

  // Every row of every table, in order. Numbers stand for names as they came, so it has the names.
  sql::TableDump Dump() {
    sql::TableDump dump = database_->Dump(*connection_);
    for (const char* table : {"cell", "fact", "presence", "series", "rollup"}) {
      dump[table] = database_->Rows(*connection_, std::string("named_") + table);
    }
    return dump;
  }

  sql::Connection& connection() { return *connection_; }
  Snapshots& snapshots() { return *snapshots_; }
  ProgrammeView View() const { return snapshots_->View("cetc-2020").value_or(ProgrammeView{}); }

 private:
  std::shared_ptr<sql::TestDatabase> database_;
  std::unique_ptr<sql::Connection> connection_;
  Projector projector_;
  std::unique_ptr<Snapshots> snapshots_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_WORLD_H_
