#include "services/reporting/presence_store.h"

#include <algorithm>
#include <utility>

#include "services/common/sql/query.h"

namespace bangfu::reporting {
namespace {

// An enum would be bound as a floating-point number.
int Number(v1::FactKind kind) { return static_cast<int>(kind); }

std::string ToBytes(const std::vector<int32_t>& days) {
  std::string bytes;
  bytes.reserve(days.size() * sizeof(int32_t));
  for (const int32_t day : days) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.push_back(static_cast<char>(static_cast<uint32_t>(day) >> shift & 0xff));
    }
  }
  return bytes;
}

std::vector<int32_t> DaysIn(std::string_view bytes) {
  std::vector<int32_t> days(bytes.size() / sizeof(int32_t));
  for (size_t i = 0; i < days.size(); ++i) {
    uint32_t day = 0;
    for (size_t byte = sizeof(int32_t); byte-- > 0;) {
      day = day << 8 | static_cast<uint8_t>(bytes[sizeof(int32_t) * i + byte]);
    }
    days[i] = static_cast<int32_t>(day);
  }
  return days;
}

// Two statements, since rows that are new to a server can be sent to it in bulk.
constexpr std::string_view kInsert =
    "INSERT INTO presence (county, kind, subject, cell, fact_days, reversal_days, is_complete) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view kUpsert =
    "INSERT INTO presence (county, kind, subject, cell, fact_days, reversal_days, is_complete) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (county, kind, subject, cell) DO UPDATE SET "
    "fact_days = excluded.fact_days, reversal_days = excluded.reversal_days, "
    "is_complete = excluded.is_complete";

absl::Status SaveThose(sql::Connection& connection, std::string_view sql, bool new_ones,
                       std::string_view county, const std::vector<RolledUp::Changed>& presences,
                       const NumberedCells& cells) {
  absl::StatusOr<sql::Statement> save = connection.Prepare(sql);
  if (!save.ok()) return save.status();
  for (const auto& [place, presence, is_new] : presences) {
    if (is_new != new_ones) continue;
    const std::string facts = ToBytes(presence.fact_days());
    const std::string reversals = ToBytes(presence.reversal_days());
    absl::Status saved =
        save->BindAll(county, Number(place.cell->kind), place.subject, cells.NumberOf(*place.cell),
                      sql::Blob(facts), sql::Blob(reversals), presence.is_complete() ? 1 : 0)
            .Run();
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::vector<SubjectHistory::Known>>> StoredHistory::Read(
    const std::vector<Place>& places) {
  absl::StatusOr<std::vector<std::vector<Row>>> rows = ReadRows(places);
  if (!rows.ok()) return rows.status();
  if (absl::Status found = FindCells(*rows); !found.ok()) return found;
  std::vector<std::vector<Known>> known(places.size());
  for (size_t i = 0; i < places.size(); ++i) {
    for (Row& row : (*rows)[i]) {
      const Cell* cell = cells_.CellOf(row.cell);
      if (cell == nullptr) return absl::InternalError("a presence in a cell that is not there");
      if (cell->programme != places[i].cell->programme) continue;
      known[i].push_back({cell, std::move(row.presence)});
    }
  }
  return known;
}

absl::StatusOr<std::vector<std::vector<StoredHistory::Row>>> StoredHistory::ReadRows(
    const std::vector<Place>& places) {
  std::vector<std::vector<Row>> rows(places.size());
  absl::StatusOr<sql::Statement> read = connection_.Prepare(
      "SELECT cell, fact_days, reversal_days, is_complete FROM presence "
      "WHERE county = ?1 AND kind = ?2 AND subject = ?3 ORDER BY cell");
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      places.size(),
      [&](sql::Statement& query, size_t i) {
        query.BindAll(county_, Number(places[i].cell->kind), places[i].subject);
      },
      [&](sql::Statement& row, size_t i) {
        rows[i].push_back({row.Int64(0), Presence(DaysIn(row.Bytes(1)), DaysIn(row.Bytes(2)),
                                                  row.Int64(3) != 0)});
        return absl::OkStatus();
      });
  if (!done.ok()) return done;
  return rows;
}

absl::Status StoredHistory::FindCells(const std::vector<std::vector<Row>>& rows) {
  std::vector<int64_t> unknown;
  for (const std::vector<Row>& of_place : rows) {
    for (const Row& row : of_place) {
      if (cells_.CellOf(row.cell) == nullptr) unknown.push_back(row.cell);
    }
  }
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  return unknown.empty() ? absl::OkStatus() : cells_.Find(unknown);
}

absl::StatusOr<std::vector<std::vector<int32_t>>> StoredHistory::EarliestFacts(
    const std::vector<Question>& questions) {
  std::vector<std::vector<int32_t>> days(questions.size());
  absl::StatusOr<sql::Statement> read = connection_.Prepare(
      "SELECT day FROM fact WHERE county = ?1 AND cell = ?2 AND subject = ?3 AND delta = 1 "
      "ORDER BY day LIMIT ?4");
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      questions.size(),
      [&](sql::Statement& query, size_t i) {
        const auto& [place, count] = questions[i];
        query.BindAll(county_, cells_.NumberOf(*place.cell), place.subject,
                      static_cast<int64_t>(count));
      },
      [&](sql::Statement& row, size_t i) {
        days[i].push_back(static_cast<int32_t>(row.Int64(0)));
        return absl::OkStatus();
      });
  if (!done.ok()) return done;
  return days;
}

absl::Status SavePresences(sql::Connection& connection, std::string_view county,
                           const std::vector<RolledUp::Changed>& presences,
                           const NumberedCells& cells) {
  absl::Status saved = SaveThose(connection, kInsert, true, county, presences, cells);
  return saved.ok() ? SaveThose(connection, kUpsert, false, county, presences, cells) : saved;
}

absl::StatusOr<std::map<int64_t, Cell>> ListCellsOf(sql::Connection& connection,
                                                    std::string_view county,
                                                    std::string_view programme, v1::FactKind kind,
                                                    std::string_view subject) {
  std::map<int64_t, Cell> cells;
  absl::Status read = sql::QueryOnce(
      connection,
      "SELECT cell.cell, pillar, project, facet FROM presence "
      "JOIN cell ON cell.county = presence.county AND cell.cell = presence.cell "
      "WHERE presence.county = ?1 AND presence.kind = ?2 AND subject = ?3 AND programme = ?4",
      [&](sql::Statement& row) {
        cells.emplace(row.Int64(0),
                      Cell{std::string(programme), kind, static_cast<int32_t>(row.Int64(1)),
                           std::string(row.Text(2)), std::string(row.Text(3))});
      },
      county, Number(kind), subject, programme);
  if (!read.ok()) return read;
  return cells;
}

}  // namespace bangfu::reporting
