#include "services/projects/ledger_store.h"

#include <string_view>

#include "services/common/records/rows.h"

namespace bangfu::projects {
namespace {

constexpr std::string_view kFindEntry =
    "SELECT county, ledger_entry, programme, project, kind, amount_fen, day, household, person, "
    "village, document, reverses FROM ledger_entry WHERE county = ?1 AND ledger_entry = ?2";

void BindEntry(sql::Statement& query, const names::LedgerEntryName& name) {
  query.BindAll(name.county, name.ledger_entry);
}

// A counterparty's columns: a household, a person of it, or a village.
struct Counterparty {
  std::optional<std::string_view> household;
  std::optional<std::string_view> person;
  std::optional<std::string_view> village;
};

Counterparty ParseCounterparty(std::string_view text) {
  if (const auto participant = names::ParticipantName::Parse(text)) {
    return {participant->household, participant->person, std::nullopt};
  }
  return {std::nullopt, std::nullopt, names::VillageName::Parse(text)->village};
}

std::string ReadCounterparty(const sql::Statement& row, std::string_view county, int column) {
  if (row.IsNull(column)) return names::VillageName{county, row.Text(column + 2)}.ToString();
  names::ParticipantName participant{county, row.Text(column), std::nullopt};
  if (!row.IsNull(column + 1)) participant.person = row.Text(column + 1);
  return participant.ToString();
}

v1::LedgerEntry ReadLedgerEntry(sql::Statement& row) {
  v1::LedgerEntry entry;
  const std::string_view county = row.Text(0);
  entry.set_name(names::LedgerEntryName{county, row.Text(1)}.ToString());
  entry.set_project(names::ProjectName{row.Text(2), row.Text(3)}.ToString());
  entry.set_kind(static_cast<v1::LedgerKind>(row.Int64(4)));
  entry.set_amount_fen(row.Int64(5));
  if (auto day = records::DayOf(row, 6)) *entry.mutable_date() = *day;
  entry.set_counterparty(ReadCounterparty(row, county, 7));
  entry.set_document(std::string(row.Text(10)));
  if (!row.IsNull(11)) {
    entry.set_reverses(names::LedgerEntryName{county, row.Text(11)}.ToString());
  }
  return entry;
}

}  // namespace

absl::StatusOr<bool> InsertLedgerEntry(sql::Connection& connection, const v1::LedgerEntry& entry,
                                       int64_t seq) {
  const names::LedgerEntryName name = *names::LedgerEntryName::Parse(entry.name());
  const names::ProjectName project = *names::ProjectName::Parse(entry.project());
  const Counterparty counterparty = ParseCounterparty(entry.counterparty());
  std::optional<std::string_view> reverses;
  if (!entry.reverses().empty()) {
    reverses = names::LedgerEntryName::Parse(entry.reverses())->ledger_entry;
  }
  return records::InsertRow(
      connection,
      "INSERT INTO ledger_entry (county, ledger_entry, programme, project, kind, amount_fen, day, "
      "household, person, village, document, reverses, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
      "ON CONFLICT (county, ledger_entry) DO NOTHING",
      name.county, name.ledger_entry, project.programme, project.project,
      static_cast<int>(entry.kind()), entry.amount_fen(), records::DayColumn(entry.date()),
      counterparty.household, counterparty.person, counterparty.village,
      std::string_view(entry.document()), reverses, seq);
}

absl::StatusOr<std::optional<v1::LedgerEntry>> FindLedgerEntry(sql::Connection& connection,
                                                               const names::LedgerEntryName& name) {
  return records::FindRow(connection, kFindEntry, ReadLedgerEntry, name.county, name.ledger_entry);
}

absl::Status FindLedgerEntries(
    sql::Connection& connection, const std::vector<names::LedgerEntryName>& names,
    absl::FunctionRef<void(const names::LedgerEntryName&, v1::LedgerEntry)> on_found) {
  return records::ForEachKey(connection, kFindEntry, names, BindEntry,
                             [&](const names::LedgerEntryName& name, sql::Statement& row) {
                               on_found(name, ReadLedgerEntry(row));
                               return absl::OkStatus();
                             });
}

absl::StatusOr<std::vector<v1::LedgerEntry>> ListLedgerEntries(sql::Connection& connection,
                                                               const names::CountyName& county,
                                                               const records::PageQuery& page) {
  return records::ListRows(connection,
                           "SELECT county, ledger_entry, programme, project, kind, amount_fen, "
                           "day, household, person, village, document, reverses FROM ledger_entry "
                           "WHERE county = ?1 AND ledger_entry > ?2 ORDER BY ledger_entry LIMIT ?3",
                           ReadLedgerEntry, county.county, std::string_view(page.after),
                           page.limit);
}

absl::Status FindReversals(
    sql::Connection& connection, const std::vector<names::LedgerEntryName>& reversed,
    absl::FunctionRef<void(const names::LedgerEntryName&, std::string reversal)> on_found) {
  return records::ForEachKey(
      connection, "SELECT ledger_entry FROM ledger_entry WHERE county = ?1 AND reverses = ?2",
      reversed, BindEntry, [&](const names::LedgerEntryName& name, sql::Statement& row) {
        on_found(name, names::LedgerEntryName{name.county, row.Text(0)}.ToString());
        return absl::OkStatus();
      });
}

}  // namespace bangfu::projects
