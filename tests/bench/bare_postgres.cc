#include "tests/bench/bare_postgres.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "services/common/names/names.h"
#include "services/common/records/rows.h"
#include "tests/bench/postgres_server.h"

namespace bangfu::bench {
namespace {

constexpr char kTable[] = R"sql(
CREATE TABLE ledger_entry (
  county text COLLATE "C" NOT NULL, ledger_entry text COLLATE "C" NOT NULL, programme text NOT NULL,
  project text NOT NULL, kind bigint NOT NULL, amount_fen bigint NOT NULL, day bigint NOT NULL,
  household text, person text, village text, document text NOT NULL, reverses text,
  seq bigint NOT NULL, PRIMARY KEY (county, ledger_entry));
CREATE UNIQUE INDEX ledger_entry_by_reversed ON ledger_entry (county, reverses)
  WHERE reverses IS NOT NULL;)sql";

constexpr char kUpsert[] =
    "INSERT INTO ledger_entry SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[],"
    " $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[],"
    " $12::text[], $13::bigint[]) ON CONFLICT (county, ledger_entry) DO NOTHING";
constexpr size_t kColumns = 13;

// One array for each column, as PostgreSQL reads it. No value holds what would want an escape.
class Arrays {
 public:
  void Add(const projects::v1::LedgerEntry& entry, int64_t seq) {
    const auto name = *names::LedgerEntryName::Parse(entry.name());
    const auto project = *names::ProjectName::Parse(entry.project());
    std::optional<std::string_view> household, person, village, reverses;
    if (const auto who = names::ParticipantName::Parse(entry.counterparty())) {
      household = who->household;
      person = who->person;
    } else {
      village = names::VillageName::Parse(entry.counterparty())->village;
    }
    if (!entry.reverses().empty()) {
      reverses = names::LedgerEntryName::Parse(entry.reverses())->ledger_entry;
    }
    column_ = 0;
    Text(name.county);
    Text(name.ledger_entry);
    Text(project.programme);
    Text(project.project);
    Number(entry.kind());
    Number(entry.amount_fen());
    Number(records::DayColumn(entry.date()).value());
    Text(household);
    Text(person);
    Text(village);
    Text(entry.document());
    Text(reverses);
    Number(seq);
  }

  void Close() {
    for (std::string& text : texts_) text += '}';
  }

  std::array<const char*, kColumns> values() const {
    std::array<const char*, kColumns> values{};
    for (size_t i = 0; i < kColumns; ++i) values[i] = texts_[i].c_str();
    return values;
  }

 private:
  void Text(std::optional<std::string_view> value) {
    std::string& text = Next();
    if (!value) {
      text += "NULL";
      return;
    }
    text += '"';
    text += *value;
    text += '"';
  }
  void Number(int64_t value) { absl::StrAppend(&Next(), value); }

  std::string& Next() {
    std::string& text = texts_[column_++];
    text += text.empty() ? '{' : ',';
    return text;
  }

  std::array<std::string, kColumns> texts_;
  size_t column_ = 0;
};

// A batch's values, made before the time begins.
std::vector<Arrays> ArraysOf(const std::vector<projects::v1::ImportRecordsRequest>& batches) {
  std::vector<Arrays> all;
  int64_t seq = 0;
  for (const projects::v1::ImportRecordsRequest& batch : batches) {
    Arrays& arrays = all.emplace_back();
    for (const projects::v1::Record& record : batch.records()) {
      arrays.Add(record.ledger_entry(), seq++);
    }
    arrays.Close();
  }
  return all;
}

absl::Status Upsert(PGconn& connection, const Arrays& arrays) {
  const auto values = arrays.values();
  PGresult* result =
      PQexecPrepared(&connection, "upsert", kColumns, values.data(), nullptr, nullptr, 0);
  const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return good ? absl::OkStatus() : absl::InternalError(PQerrorMessage(&connection));
}

absl::Status UpsertAll(PGconn& connection, const std::vector<Arrays>& all, size_t batches_each) {
  for (size_t i = 0; i < all.size();) {
    if (const auto begun = RunSql(connection, "BEGIN"); !begun.ok()) return begun.status();
    for (const size_t end = std::min(i + batches_each, all.size()); i < end; ++i) {
      if (absl::Status status = Upsert(connection, all[i]); !status.ok()) return status;
    }
    if (const auto done = RunSql(connection, "COMMIT"); !done.ok()) return done.status();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<double> MeasureBarePostgres(
    const std::string& url, const std::vector<projects::v1::ImportRecordsRequest>& batches,
    size_t batches_each) {
  auto connection = ConnectPostgres(url);
  if (!connection.ok()) return connection.status();
  const auto made = RunSql(**connection, kTable);
  if (!made.ok()) return made.status();
  PQclear(PQprepare(connection->get(), "upsert", kUpsert, kColumns, nullptr));
  const std::vector<Arrays> all = ArraysOf(batches);
  double rows = 0;
  for (const auto& batch : batches) rows += batch.records_size();
  const absl::Time begin = absl::Now();
  if (absl::Status status = UpsertAll(**connection, all, batches_each); !status.ok()) return status;
  return rows / absl::ToDoubleSeconds(absl::Now() - begin);
}

}  // namespace bangfu::bench
