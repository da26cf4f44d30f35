#include "services/reporting/presence_store.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"

#include "services/common/sql/query.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

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

// fact_days, reversal_days and is_complete, from the column on.
Presence PresenceIn(const sql::Statement& row, int column) {
  return {DaysIn(row.Bytes(column)), DaysIn(row.Bytes(column + 1)), row.Int64(column + 2) != 0};
}

struct NumberedPresence {
  const RolledUp::Changed* changed;
  int64_t cell;
};

// By cell, as the table has them; those of a cell stay in the order of their subjects.
std::vector<NumberedPresence> InOrder(const std::vector<RolledUp::Changed>& presences,
                                      const NumberedCells& cells) {
  std::vector<NumberedPresence> ordered;
  ordered.reserve(presences.size());
  for (const RolledUp::Changed& changed : presences) {
    ordered.push_back({&changed, cells.NumberOf(*changed.place.cell)});
    assert(ordered.back().cell != 0);
  }
  std::stable_sort(
      ordered.begin(), ordered.end(),
      [](const NumberedPresence& a, const NumberedPresence& b) { return a.cell < b.cell; });
  return ordered;
}

constexpr std::string_view kSelect =
    "SELECT fact_days, reversal_days, is_complete FROM presence "
    "WHERE county = ?1 AND cell = ?2 AND subject = ?3";
// Two statements, since rows that are new to a server can be sent to it in bulk.
constexpr std::string_view kInsert =
    "INSERT INTO presence (county, cell, subject, fact_days, reversal_days, is_complete) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view kUpsert =
    "INSERT INTO presence (county, cell, subject, fact_days, reversal_days, is_complete) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (county, cell, subject) DO UPDATE SET "
    "fact_days = excluded.fact_days, reversal_days = excluded.reversal_days, "
    "is_complete = excluded.is_complete";

absl::Status SaveThose(sql::Connection& connection, std::string_view sql, bool new_ones,
                       std::string_view county, const std::vector<NumberedPresence>& presences) {
  absl::StatusOr<sql::Statement> save = connection.Prepare(sql);
  if (!save.ok()) return save.status();
  for (const auto& [changed, cell] : presences) {
    if (changed->is_new != new_ones) continue;
    const Presence& presence = changed->presence;
    const std::string facts = ToBytes(presence.fact_days());
    const std::string reversals = ToBytes(presence.reversal_days());
    absl::Status saved = save->BindAll(county, cell, changed->place.subject, sql::Blob(facts),
                                       sql::Blob(reversals), presence.is_complete() ? 1 : 0)
                             .Run();
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

absl::Status InsertSubjectCells(sql::Connection& connection, std::string_view county,
                                const std::vector<RolledUp::Changed>& presences,
                                const NumberedCells& cells) {
  absl::StatusOr<sql::Statement> insert = connection.Prepare(
      "INSERT INTO subject_cell (county, kind, subject, cell) VALUES (?1, ?2, ?3, ?4)");
  if (!insert.ok()) return insert.status();
  for (const auto& [place, presence, is_new] : presences) {
    if (!is_new || IsOfRegister(place.cell->kind)) continue;
    absl::Status inserted =
        insert
            ->BindAll(county, Number(place.cell->kind), place.subject, cells.NumberOf(*place.cell))
            .Run();
    if (!inserted.ok()) return inserted;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::optional<Presence>>> StoredHistory::Read(
    const std::vector<Place>& places) {
  std::vector<std::optional<Presence>> known(places.size());
  absl::StatusOr<sql::Statement> read = connection_.Prepare(kSelect);
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      places.size(),
      [&](sql::Statement& query, size_t i) {
        query.BindAll(county_, cells_.NumberOf(*places[i].cell), places[i].subject);
      },
      [&](sql::Statement& row, size_t i) {
        known[i] = PresenceIn(row, 0);
        return absl::OkStatus();
      });
  if (!done.ok()) return done;
  return known;
}

absl::StatusOr<std::vector<std::vector<SubjectHistory::Known>>> StoredHistory::ReadAll(
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

// Two statements and no join: a server that plans it while the tables are empty takes two columns
// of presence's key for as good as three, and later walks a whole county for one subject.
absl::StatusOr<std::vector<std::vector<StoredHistory::Row>>> StoredHistory::ReadRows(
    const std::vector<Place>& places) {
  absl::StatusOr<std::vector<Found>> found = FindPresences(places);
  if (!found.ok()) return found.status();
  std::vector<std::vector<Row>> rows(places.size());
  absl::StatusOr<sql::Statement> read = connection_.Prepare(kSelect);
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      found->size(),
      [&](sql::Statement& query, size_t i) {
        const auto& [place, cell] = (*found)[i];
        query.BindAll(county_, cell, places[place].subject);
      },
      [&](sql::Statement& row, size_t i) {
        const auto& [place, cell] = (*found)[i];
        rows[place].push_back({cell, PresenceIn(row, 0)});
        return absl::OkStatus();
      });
  if (!done.ok()) return done;
  return rows;
}

absl::StatusOr<std::vector<StoredHistory::Found>> StoredHistory::FindPresences(
    const std::vector<Place>& places) {
  std::vector<Found> found;
  absl::StatusOr<sql::Statement> find = connection_.Prepare(
      "SELECT cell FROM subject_cell WHERE county = ?1 AND kind = ?2 AND subject = ?3");
  if (!find.ok()) return find.status();
  absl::Status done = find->RunEach(
      places.size(),
      [&](sql::Statement& query, size_t i) {
        query.BindAll(county_, Number(places[i].cell->kind), places[i].subject);
      },
      [&](sql::Statement& row, size_t i) {
        found.push_back({i, row.Int64(0)});
        return absl::OkStatus();
      });
  if (!done.ok()) return done;
  return found;
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
  std::map<int64_t, std::vector<size_t>> by_cell;
  for (size_t i = 0; i < questions.size(); ++i) {
    by_cell[cells_.NumberOf(*questions[i].place.cell)].push_back(i);
  }
  std::vector<std::vector<int32_t>> days(questions.size());
  for (const auto& [cell, of_cell] : by_cell) {
    absl::Status walked = WalkCell(cell, questions, of_cell, days);
    if (!walked.ok()) return walked;
  }
  return days;
}

absl::Status StoredHistory::WalkCell(int64_t cell, const std::vector<Question>& questions,
                                     const std::vector<size_t>& of_cell,
                                     std::vector<std::vector<int32_t>>& days) {
  absl::flat_hash_map<std::string_view, size_t> by_subject;
  for (const size_t i : of_cell) by_subject[questions[i].place.subject] = i;
  const bool alone = of_cell.size() == 1;  // then the walk may end before the cell does
  const SubjectHistory::Question& first = questions[of_cell.front()];
  const std::string_view subject = alone ? first.place.subject : "";
  const int64_t limit = alone ? static_cast<int64_t>(first.count) : INT64_MAX;
  return sql::QueryOnce(
      connection_,
      "SELECT day, subject FROM fact WHERE county = ?1 AND cell = ?2 AND delta = 1 "
      "AND (?3 = '' OR subject = ?3) ORDER BY day LIMIT ?4",
      [&](sql::Statement& row) {
        const auto asked = by_subject.find(row.Text(1));
        if (asked == by_subject.end()) return;
        std::vector<int32_t>& found = days[asked->second];
        if (found.size() == questions[asked->second].count) return;
        found.push_back(static_cast<int32_t>(row.Int64(0)));
      },
      county_, cell, subject, limit);
}

absl::Status SavePresences(sql::Connection& connection, std::string_view county,
                           const std::vector<RolledUp::Changed>& presences,
                           const NumberedCells& cells) {
  const std::vector<NumberedPresence> ordered = InOrder(presences, cells);
  absl::Status saved = SaveThose(connection, kInsert, true, county, ordered);
  if (saved.ok()) saved = SaveThose(connection, kUpsert, false, county, ordered);
  return saved.ok() ? InsertSubjectCells(connection, county, presences, cells) : saved;
}

absl::StatusOr<std::map<int64_t, Cell>> ListCellsOf(sql::Connection& connection,
                                                    std::string_view county,
                                                    std::string_view programme, v1::FactKind kind,
                                                    std::string_view subject) {
  std::map<int64_t, Cell> cells;
  absl::Status read = sql::QueryOnce(
      connection,
      "SELECT cell.cell, pillar, project, facet FROM subject_cell "
      "JOIN cell ON cell.county = subject_cell.county AND cell.cell = subject_cell.cell "
      "WHERE subject_cell.county = ?1 AND subject_cell.kind = ?2 AND subject = ?3 "
      "AND programme = ?4",
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
