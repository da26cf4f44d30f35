#include "services/reporting/presence_store.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"

#include "services/common/sql/query.h"
#include "services/reporting/fact_cursor.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/save_rows.h"

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

constexpr std::string_view kSelect =
    "SELECT fact_days, reversal_days, is_complete FROM presence "
    "WHERE county = ?1 AND subject = ?2 AND cell = ?3";
constexpr SaveSql kSave = {
    .insert =
        "INSERT INTO presence (county, subject, cell, fact_days, reversal_days, is_complete) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .upsert =
        "INSERT INTO presence (county, subject, cell, fact_days, reversal_days, is_complete) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (county, subject, cell) DO UPDATE SET "
        "fact_days = excluded.fact_days, reversal_days = excluded.reversal_days, "
        "is_complete = excluded.is_complete"};

// A server sends all of an answer, and a cell may have millions of facts. Of one subject no more
// are asked for than are wanted: to look for more would be to look through all of the cell.
constexpr size_t kFactsAtOnce = 4096;
constexpr std::string_view kFactsOfACell =
    "SELECT day, seq, ordinal, subject FROM fact WHERE county = ?1 AND cell = ?2 AND delta = 1 "
    "AND (day, seq, ordinal) > (?3, ?4, ?5) AND (?6 = '' OR subject = ?6) "
    "ORDER BY day, seq, ordinal LIMIT ?7";

// One way through the facts of a cell, in their order, until every question is answered.
class CellWalk {
 public:
  // What is passed outlives it; `of_cell` are the questions of the cell, one for each subject.
  CellWalk(const std::vector<SubjectHistory::Question>& questions,
           const std::vector<size_t>& of_cell, std::vector<std::vector<int32_t>>& days)
      : questions_(questions), days_(days) {
    for (const size_t i : of_cell) {
      if (questions[i].count > 0) open_[questions[i].place.subject] = i;
    }
    if (open_.size() != 1) return;
    only_subject_ = open_.begin()->first;
    at_once_ = std::min(at_once_, questions[open_.begin()->second].count);
  }

  bool over() const { return open_.empty(); }
  // Behind which the next facts are to come.
  const FactPlace& place() const { return place_; }
  // Empty: of all subjects.
  std::string_view only_subject() const { return only_subject_; }
  size_t at_once() const { return at_once_; }

  void Take(const sql::Statement& row) {
    place_ = {static_cast<int32_t>(row.Int64(0)), row.Int64(1), static_cast<int32_t>(row.Int64(2))};
    const auto asked = open_.find(row.Text(3));
    if (asked == open_.end()) return;
    const size_t i = asked->second;
    days_[i].push_back(place_.day);
    if (days_[i].size() == questions_[i].count) open_.erase(asked);
  }

 private:
  const std::vector<SubjectHistory::Question>& questions_;
  std::vector<std::vector<int32_t>>& days_;
  absl::flat_hash_map<std::string_view, size_t> open_;  // questions by subject
  std::string_view only_subject_;
  size_t at_once_ = kFactsAtOnce;
  FactPlace place_ = {INT32_MIN, 0, 0};
};

}  // namespace

absl::StatusOr<std::vector<std::optional<Presence>>> StoredHistory::Read(
    const std::vector<Place>& places) {
  std::vector<std::optional<Presence>> known(places.size());
  absl::StatusOr<sql::Statement> read = connection_.Prepare(kSelect);
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      places.size(),
      [&](sql::Statement& query, size_t i) {
        query.BindAll(county_, places[i].subject, cells_.NumberOf(*places[i].cell));
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
    const Cell& asked = *places[i].cell;
    for (Row& row : (*rows)[i]) {
      const Cell* cell = cells_.CellOf(row.cell);
      if (cell == nullptr) return absl::InternalError("a presence in a cell that is not there");
      if (cell->programme != asked.programme || cell->kind != asked.kind) continue;
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
      "WHERE county = ?1 AND subject = ?2");
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      places.size(),
      [&](sql::Statement& query, size_t i) { query.BindAll(county_, places[i].subject); },
      [&](sql::Statement& row, size_t i) {
        rows[i].push_back({row.Int64(0), PresenceIn(row, 1)});
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
  CellWalk walk(questions, of_cell, days);
  absl::StatusOr<sql::Statement> read = connection_.Prepare(kFactsOfACell);
  if (!read.ok()) return read.status();
  while (!walk.over()) {
    const FactPlace& from = walk.place();
    read->BindAll(county_, cell, from.day, from.seq, from.ordinal, walk.only_subject(),
                  static_cast<int64_t>(walk.at_once()));
    size_t rows = 0;
    absl::Status page = read->ForEachRow([&](sql::Statement& row) {
      ++rows;
      walk.Take(row);
    });
    if (!page.ok()) return page;
    if (rows < walk.at_once()) break;
  }
  return absl::OkStatus();
}

absl::Status SavePresences(sql::Connection& connection, std::string_view county,
                           const std::vector<RolledUp::Changed>& presences,
                           const NumberedCells& cells) {
  std::string facts;
  std::string reversals;
  return SaveRows(connection, kSave, presences,
                  [&](sql::Statement& save, const RolledUp::Changed& changed) {
                    const int64_t cell = cells.NumberOf(*changed.place.cell);
                    assert(cell != 0);
                    facts = ToBytes(changed.presence.fact_days());
                    reversals = ToBytes(changed.presence.reversal_days());
                    save.BindAll(county, changed.place.subject, cell, sql::Blob(facts),
                                 sql::Blob(reversals), changed.presence.is_complete() ? 1 : 0);
                  });
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
      "WHERE presence.county = ?1 AND subject = ?2 AND programme = ?3 AND kind = ?4",
      [&](sql::Statement& row) {
        cells.emplace(row.Int64(0),
                      Cell{std::string(programme), kind, static_cast<int32_t>(row.Int64(1)),
                           std::string(row.Text(2)), std::string(row.Text(3))});
      },
      county, subject, programme, Number(kind));
  if (!read.ok()) return read;
  return cells;
}

}  // namespace bangfu::reporting
