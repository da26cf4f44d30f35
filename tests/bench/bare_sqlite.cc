#include "tests/bench/bare_sqlite.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "services/common/journal/merkle_hash.h"
#include "services/common/names/names.h"
#include "services/common/records/rows.h"
#include "services/common/seal/entropy.h"
#include "services/common/seal/key.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/sql/transaction.h"
#include "services/households/personal.h"

namespace bangfu::bench {
namespace {

constexpr std::string_view kTables = R"sql(
CREATE TABLE journal_entry (
  county TEXT NOT NULL, seq INTEGER NOT NULL, entry BLOB NOT NULL, leaf_hash BLOB NOT NULL,
  PRIMARY KEY (county, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_entry (
  county TEXT NOT NULL, ledger_entry TEXT NOT NULL, programme TEXT NOT NULL,
  project TEXT NOT NULL, kind INTEGER NOT NULL, amount_fen INTEGER NOT NULL,
  day INTEGER NOT NULL, household TEXT, person TEXT, village TEXT, document TEXT NOT NULL,
  reverses TEXT, seq INTEGER NOT NULL,
  PRIMARY KEY (county, ledger_entry)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_entry_reversed ON ledger_entry (county, reverses)
  WHERE reverses IS NOT NULL;
CREATE TABLE household (
  county TEXT NOT NULL, household TEXT NOT NULL, village TEXT NOT NULL, category INTEGER NOT NULL,
  main_cause INTEGER NOT NULL, register_day INTEGER NOT NULL, lift_day INTEGER,
  departure_day INTEGER, sealed_personal BLOB NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (county, household)) STRICT, WITHOUT ROWID;
CREATE TABLE household_key (
  county TEXT NOT NULL, household TEXT NOT NULL, wrapped_key BLOB NOT NULL,
  PRIMARY KEY (county, household)) STRICT, WITHOUT ROWID;
CREATE TABLE person (
  county TEXT NOT NULL, household TEXT NOT NULL, person TEXT NOT NULL, relation INTEGER NOT NULL,
  sex INTEGER NOT NULL, birth_year INTEGER NOT NULL, sealed_personal BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, household, person)) STRICT, WITHOUT ROWID;
)sql";

// Entries of one journal, numbered over all counties.
class BareJournal {
 public:
  BareJournal(sql::Connection& connection, std::string name)
      : insert_(*connection.Prepare("INSERT INTO journal_entry VALUES (?1, ?2, ?3, ?4)")) {
    entry_.set_journal(std::move(name));
    entry_.set_request_id("bare");
  }

  int64_t seq() const { return seq_; }

  template <typename Event>
  absl::Status Append(std::string_view county, const Event& event) {
    event.SerializeToString(entry_.mutable_event());
    entry_.set_county(county.data(), county.size());
    entry_.set_seq(seq_);
    entry_.SerializeToString(&bytes_);
    const journal::Hash leaf = journal::LeafHash(bytes_);
    return insert_.BindAll(county, seq_++, sql::Blob(bytes_), sql::Blob(leaf)).Run();
  }

 private:
  sql::Statement insert_;
  journal::v1::Entry entry_;
  std::string bytes_;
  int64_t seq_ = 0;
};

class BareLedger {
 public:
  using Batch = projects::v1::ImportRecordsRequest;
  static constexpr const char* kName = "projects";

  static const auto& RecordsOf(const Batch& batch) { return batch.records(); }

  explicit BareLedger(sql::Connection& connection)
      : insert_(*connection.Prepare("INSERT INTO ledger_entry VALUES "
                                    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")) {}

  absl::Status Write(BareJournal& journal, const projects::v1::Record& any) {
    const projects::v1::LedgerEntry& record = any.ledger_entry();
    const names::LedgerEntryName name = *names::LedgerEntryName::Parse(record.name());
    const names::ProjectName project = *names::ProjectName::Parse(record.project());
    std::optional<std::string_view> household, person, village, reverses;
    if (const auto who = names::ParticipantName::Parse(record.counterparty())) {
      household = who->household;
      person = who->person;
    } else {
      village = names::VillageName::Parse(record.counterparty())->village;
    }
    if (!record.reverses().empty()) {
      reverses = names::LedgerEntryName::Parse(record.reverses())->ledger_entry;
    }
    absl::Status status =
        insert_
            .BindAll(name.county, name.ledger_entry, project.programme, project.project,
                     static_cast<int>(record.kind()), record.amount_fen(),
                     records::DayColumn(record.date()), household, person, village,
                     std::string_view(record.document()), reverses, journal.seq())
            .Run();
    if (!status.ok()) return status;
    *event_.mutable_ledger_entry_recorded()->mutable_ledger_entry() = record;
    return journal.Append(name.county, event_);
  }

 private:
  sql::Statement insert_;
  projects::v1::Event event_;  // reused
};

// A household or person as the service stores it.
struct SealedRecord {
  households::v1::Event event;
  std::string wrapped_key;  // of a household
};

class BareRegister {
 public:
  using Batch = std::vector<SealedRecord>;
  static constexpr const char* kName = "households";

  static const Batch& RecordsOf(const Batch& batch) { return batch; }

  explicit BareRegister(sql::Connection& connection)
      : insert_key_(*connection.Prepare("INSERT INTO household_key VALUES (?1, ?2, ?3)")),
        insert_household_(*connection.Prepare("INSERT INTO household VALUES "
                                              "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")),
        insert_person_(*connection.Prepare("INSERT INTO person VALUES "
                                           "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")) {}

  absl::Status Write(BareJournal& journal, const SealedRecord& record) {
    return record.event.has_household_recorded() ? WriteHousehold(journal, record)
                                                 : WritePerson(journal, record.event);
  }

 private:
  absl::Status WriteHousehold(BareJournal& journal, const SealedRecord& record) {
    const households::v1::HouseholdRecorded& stored = record.event.household_recorded();
    const households::v1::Household& household = stored.household();
    const names::HouseholdName name = *names::HouseholdName::Parse(household.name());
    absl::Status status =
        insert_key_.BindAll(name.county, name.household, sql::Blob(record.wrapped_key)).Run();
    if (!status.ok()) return status;
    status = insert_household_
                 .BindAll(name.county, name.household,
                          names::VillageName::Parse(household.village())->village,
                          static_cast<int>(household.category()),
                          static_cast<int>(household.main_cause()),
                          records::DayColumn(household.register_date()),
                          records::DayColumn(household.lift_date()),
                          records::DayColumn(household.departure_date()),
                          sql::Blob(stored.sealed_personal()), journal.seq())
                 .Run();
    return status.ok() ? journal.Append(name.county, record.event) : status;
  }

  absl::Status WritePerson(BareJournal& journal, const households::v1::Event& event) {
    const households::v1::PersonRecorded& stored = event.person_recorded();
    const households::v1::Person& person = stored.person();
    const names::PersonName name = *names::PersonName::Parse(person.name());
    absl::Status status =
        insert_person_
            .BindAll(name.county, name.household, name.person, static_cast<int>(person.relation()),
                     static_cast<int>(person.sex()), person.birth_year(),
                     sql::Blob(stored.sealed_personal()), journal.seq())
            .Run();
    return status.ok() ? journal.Append(name.county, event) : status;
  }

  sql::Statement insert_key_;
  sql::Statement insert_household_;
  sql::Statement insert_person_;
};

// Persons stand after their household.
BareRegister::Batch SealAll(const households::v1::ImportRecordsRequest& batch,
                            seal::Entropy& entropy, std::optional<seal::Key>& key) {
  const seal::Key master = seal::Key::Generate(entropy, "master");
  const seal::Key county = seal::CountyKey(master, batch.county());
  BareRegister::Batch sealed;
  sealed.reserve(batch.records_size());
  for (const households::v1::Record& record : batch.records()) {
    SealedRecord& one = sealed.emplace_back();
    if (record.has_household()) {
      const std::string& name = record.household().name();
      key = seal::Key::Generate(entropy, name);
      one.wrapped_key = seal::WrapKey(county, name, *key);
      *one.event.mutable_household_recorded() = households::SealHousehold(*key, record.household());
    } else {
      *one.event.mutable_person_recorded() = households::SealPerson(*key, record.person());
    }
  }
  return sealed;
}

template <typename Writer>
absl::StatusOr<double> Measure(const std::string& directory,
                               const std::vector<typename Writer::Batch>& batches) {
  auto connection =
      sql::OpenSqlite(directory + "/bare-" + Writer::kName + ".db", sql::Access::kReadWrite);
  if (!connection.ok()) return connection.status();
  if (absl::Status status = (*connection)->Execute(kTables); !status.ok()) return status;
  BareJournal journal(**connection, Writer::kName);
  Writer writer(**connection);
  const absl::Time begin = absl::Now();
  for (const auto& batch : batches) {
    auto transaction = sql::Transaction::Begin(**connection, sql::TransactionKind::kWrite);
    if (!transaction.ok()) return transaction.status();
    for (const auto& record : Writer::RecordsOf(batch)) {
      if (absl::Status status = writer.Write(journal, record); !status.ok()) return status;
    }
    if (absl::Status status = transaction->Commit(); !status.ok()) return status;
  }
  return static_cast<double>(journal.seq()) / absl::ToDoubleSeconds(absl::Now() - begin);
}

}  // namespace

absl::StatusOr<double> MeasureBareSqlite(
    const std::string& directory, const std::vector<projects::v1::ImportRecordsRequest>& batches) {
  return Measure<BareLedger>(directory, batches);
}

absl::StatusOr<double> MeasureBareSqlite(
    const std::string& directory,
    const std::vector<households::v1::ImportRecordsRequest>& batches) {
  seal::SystemEntropy entropy;
  std::optional<seal::Key> key;
  std::vector<BareRegister::Batch> sealed;
  for (const auto& batch : batches) sealed.push_back(SealAll(batch, entropy, key));
  return Measure<BareRegister>(directory, sealed);
}

}  // namespace bangfu::bench
