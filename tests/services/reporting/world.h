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
#include "services/reporting/fact_kinds.h"
#include "services/reporting/projector.h"
#include "services/reporting/reporting_server.h"
#include "services/reporting/snapshots.h"
#include "services/reporting/state_store.h"
#include "tests/services/common/sql/temp_database.h"
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

// A database with its snapshots, as the service keeps them.
class Reporting {
 public:
  Reporting() : connection_(sql::MustOpen(directory_.File("reporting.db"))) {
    // Nothing here is to survive the machine, and a test commits often.
    EXPECT_TRUE(connection_->Execute("PRAGMA synchronous=OFF").ok());
    EXPECT_TRUE(sql::Migrate(*connection_, Migrations()).ok());
    Restart();
  }

  // As after the start of the process: snapshots come from the database.
  void Restart() {
    absl::StatusOr<std::vector<CountySnapshotPtr>> loaded = LoadCounties(*connection_);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    snapshots_ = std::make_unique<Snapshots>(*std::move(loaded));
  }

  absl::Status Apply(const std::string& journal, const journal::v1::StreamEntriesResponse& batch) {
    auto transaction = sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
    if (!transaction.ok()) return transaction.status();
    absl::StatusOr<CountyUpdate> update = projector_.Apply(*connection_, journal, batch);
    if (!update.ok()) return update.status();
    if (absl::Status status = transaction->Commit(); !status.ok()) return status;
    snapshots_->Publish(*std::move(update));
    return absl::OkStatus();
  }

  void ApplyAll(const Journals& journals) {
    for (const auto& [key, log] : journals.logs()) {
      const absl::Status applied = Apply(key.first, journals.Batch(key, 0, log.size()));
      ASSERT_TRUE(applied.ok()) << applied;
    }
  }

  // Every row of every table but the schema's, as text: equal for equal states.
  std::string Dump() {
    std::string dump;
    for (const std::string_view sql :
         {"SELECT county, journal, size, hex(right_edge) FROM followed_log ORDER BY 1, 2",
          "SELECT county, programme, kind, pillar, project, day, seq, ordinal, facet, subject, "
          "delta, quantity, record, document, hex(leaf_hash) FROM fact ORDER BY 1,2,3,4,5,6,7,8",
          "SELECT * FROM rollup ORDER BY 1, 2, 3, 4, 5, 6", "SELECT * FROM programme ORDER BY 1",
          "SELECT * FROM designation ORDER BY 1, 2",
          "SELECT * FROM published_case ORDER BY 1, 2"}) {
      AppendRows(sql, dump);
    }
    return dump;
  }

  sql::Connection& connection() { return *connection_; }
  const Snapshots& snapshots() const { return *snapshots_; }
  ProgrammeView View() const { return snapshots_->View("cetc-2020").value_or(ProgrammeView{}); }

 private:
  void AppendRows(std::string_view sql, std::string& dump) {
    constexpr int kColumnsMax = 15;
    absl::StatusOr<sql::Statement> query = connection_->Prepare(sql);
    ASSERT_TRUE(query.ok()) << query.status();
    const absl::Status read = query->ForEachRow([&](sql::Statement& row) {
      for (int i = 0; i < kColumnsMax; ++i) dump.append(row.Text(i)).append("|");
      dump.append("\n");
    });
    ASSERT_TRUE(read.ok()) << read;
  }

  sql::TempDirectory directory_;
  std::unique_ptr<sql::Connection> connection_;
  Projector projector_;
  std::unique_ptr<Snapshots> snapshots_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_WORLD_H_
