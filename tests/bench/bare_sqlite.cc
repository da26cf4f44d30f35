#include "tests/bench/bare_sqlite.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "services/common/journal/merkle_hash.h"
#include "services/common/names/names.h"
#include "services/common/records/rows.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/sql/transaction.h"

namespace bangfu::bench {
namespace {

constexpr std::string_view kTables = R"sql(
CREATE TABLE ledger_entry (
  county TEXT NOT NULL, ledger_entry TEXT NOT NULL, programme TEXT NOT NULL,
  project TEXT NOT NULL, kind INTEGER NOT NULL, amount_fen INTEGER NOT NULL,
  day INTEGER NOT NULL, household TEXT, person TEXT, village TEXT, document TEXT NOT NULL,
  reverses TEXT, seq INTEGER NOT NULL,
  PRIMARY KEY (county, ledger_entry)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_entry_reversed ON ledger_entry (county, reverses)
  WHERE reverses IS NOT NULL;
CREATE TABLE journal_entry (
  county TEXT NOT NULL, seq INTEGER NOT NULL, entry BLOB NOT NULL, leaf_hash BLOB NOT NULL,
  PRIMARY KEY (county, seq)) STRICT, WITHOUT ROWID;
)sql";

class BareWriter {
 public:
  BareWriter(sql::Statement ledger, sql::Statement journal)
      : ledger_(std::move(ledger)), journal_(std::move(journal)) {}

  absl::Status Write(const projects::v1::LedgerEntry& record) {
    const names::LedgerEntryName name = *names::LedgerEntryName::Parse(record.name());
    const names::ProjectName project = *names::ProjectName::Parse(record.project());
    absl::Status status =
        ledger_
            .BindAll(name.county, name.ledger_entry, project.programme, project.project,
                     static_cast<int>(record.kind()), record.amount_fen(),
                     records::DayColumn(record.date()),
                     names::ParticipantName::Parse(record.counterparty())->household, nullptr,
                     nullptr, std::string_view(record.document()), nullptr, seq_)
            .Run();
    if (!status.ok()) return status;
    *event_.mutable_ledger_entry_recorded()->mutable_ledger_entry() = record;
    event_.SerializeToString(entry_.mutable_event());
    entry_.set_journal("projects");
    entry_.set_county(name.county.data(), name.county.size());
    entry_.set_seq(seq_);
    entry_.set_request_id("bare");
    entry_.SerializeToString(&bytes_);
    const journal::Hash leaf = journal::LeafHash(bytes_);
    return journal_.BindAll(name.county, seq_++, sql::Blob(bytes_), sql::Blob(leaf)).Run();
  }

 private:
  sql::Statement ledger_;
  sql::Statement journal_;
  projects::v1::Event event_;
  journal::v1::Entry entry_;
  std::string bytes_;
  int64_t seq_ = 0;
};

absl::Status WriteAll(sql::Connection& connection,
                      const std::vector<projects::v1::ImportRecordsRequest>& batches) {
  absl::StatusOr<sql::Statement> ledger = connection.Prepare(
      "INSERT INTO ledger_entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  if (!ledger.ok()) return ledger.status();
  absl::StatusOr<sql::Statement> journal =
      connection.Prepare("INSERT INTO journal_entry VALUES (?1, ?2, ?3, ?4)");
  if (!journal.ok()) return journal.status();
  BareWriter writer(*std::move(ledger), *std::move(journal));
  for (const projects::v1::ImportRecordsRequest& batch : batches) {
    auto transaction = sql::Transaction::Begin(connection, sql::TransactionKind::kWrite);
    if (!transaction.ok()) return transaction.status();
    for (const projects::v1::Record& record : batch.records()) {
      if (absl::Status status = writer.Write(record.ledger_entry()); !status.ok()) return status;
    }
    if (absl::Status status = transaction->Commit(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<double> MeasureBareSqlite(
    const std::string& directory, const std::vector<projects::v1::ImportRecordsRequest>& batches) {
  auto connection = sql::OpenSqlite(directory + "/bare.db", sql::Access::kReadWrite);
  if (!connection.ok()) return connection.status();
  if (absl::Status status = (*connection)->Execute(kTables); !status.ok()) return status;
  int64_t records = 0;
  for (const auto& batch : batches) records += batch.records_size();
  const absl::Time begin = absl::Now();
  if (absl::Status status = WriteAll(**connection, batches); !status.ok()) return status;
  return static_cast<double>(records) / absl::ToDoubleSeconds(absl::Now() - begin);
}

}  // namespace bangfu::bench
