#include "services/reporting/fact_cursor.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "services/reporting/series.h"

namespace bangfu::reporting {
namespace {

constexpr std::string_view kOfProject =
    "SELECT day, seq, ordinal, facet, subject, delta, quantity, record, document, leaf_hash "
    "FROM fact WHERE county = ?1 AND programme = ?2 AND kind = ?3 AND pillar = ?4 AND project = ?5 "
    "AND (day, seq, ordinal) > (?6, ?7, ?8) AND day <= ?9 AND seq < ?10 "
    "AND (?11 = '' OR facet = ?11) ORDER BY day, seq, ordinal";

constexpr std::string_view kOfSubject =
    "SELECT day, seq, ordinal, facet, subject, delta, quantity, record, document, leaf_hash "
    "FROM fact INDEXED BY fact_by_subject WHERE county = ?1 AND subject = ?2 AND programme = ?3 "
    "AND kind = ?4 AND day = ?5 AND (day, seq, ordinal) > (?6, ?7, ?8) AND seq < ?9 "
    "ORDER BY day, seq, ordinal";

constexpr std::string_view kNextProject =
    "SELECT pillar, project FROM fact WHERE county = ?1 AND programme = ?2 AND kind = ?3 "
    "AND (pillar, project) > (?4, ?5) ORDER BY pillar, project LIMIT 1";

// The cells of the kind that have facts, without facets: one seek for each.
absl::StatusOr<std::vector<Cell>> ListCells(sql::Connection& connection, const FactQuery& query) {
  absl::StatusOr<sql::Statement> next = connection.Prepare(kNextProject);
  if (!next.ok()) return next.status();
  std::vector<Cell> cells;
  Cell cell{.programme = query.programme, .kind = query.kind, .pillar = -1};
  for (;;) {
    const absl::StatusOr<bool> row =
        next->BindAll(query.county, query.programme, static_cast<int>(query.kind), cell.pillar,
                      cell.project)
            .Step();
    if (!row.ok()) return row.status();
    if (!*row) return cells;
    cell.pillar = static_cast<int32_t>(next->Int64(0));
    cell.project = std::string(next->Text(1));
    next->Reset();
    cells.push_back(cell);
  }
}

bool IsInScope(const Cell& cell, const std::string& scope) {
  const std::vector<SeriesKey> keys = SeriesOf(cell);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const SeriesKey& key) { return key.scope == scope; });
}

// One project's facts, the next one at hand.
class ProjectCursor {
 public:
  static absl::StatusOr<std::unique_ptr<ProjectCursor>> Open(sql::Connection& connection,
                                                             const FactQuery& query, Cell cell) {
    absl::StatusOr<sql::Statement> rows = connection.Prepare(kOfProject);
    if (!rows.ok()) return rows.status();
    auto cursor = std::make_unique<ProjectCursor>(*std::move(rows), std::move(cell));
    cursor->rows_.BindAll(query.county, query.programme, static_cast<int>(query.kind),
                          cursor->fact_.cell.pillar, cursor->fact_.cell.project, query.after.day,
                          query.after.seq, query.after.ordinal, query.last_day, query.seq_end,
                          query.facet);
    return cursor;
  }

  ProjectCursor(sql::Statement rows, Cell cell) : rows_(std::move(rows)) {
    fact_.cell = std::move(cell);
  }

  // False at the end.
  absl::StatusOr<bool> Next() {
    absl::StatusOr<bool> row = rows_.Step();
    if (row.ok() && *row) ReadRow(rows_, fact_);
    return row;
  }
  const Fact& fact() const { return fact_; }

  static void ReadRow(sql::Statement& row, Fact& fact) {
    fact.day = date::Date{static_cast<int32_t>(row.Int64(0))};
    fact.seq = row.Int64(1);
    fact.ordinal = static_cast<int32_t>(row.Int64(2));
    fact.cell.facet = row.Text(3);
    fact.subject = row.Text(4);
    fact.delta = static_cast<int32_t>(row.Int64(5));
    fact.quantity = row.Int64(6);
    fact.record = row.Text(7);
    fact.document = row.Text(8);
    fact.leaf_hash = journal::HashFromBytes(row.Bytes(9)).value_or(journal::Hash());
  }

 private:
  sql::Statement rows_;
  Fact fact_;
};

bool ComesLater(const std::unique_ptr<ProjectCursor>& a, const std::unique_ptr<ProjectCursor>& b) {
  const auto place = [](const Fact& f) { return FactPlace{f.day.days, f.seq, f.ordinal}; };
  return place(a->fact()) > place(b->fact());
}

}  // namespace

absl::Status ReadFacts(sql::Connection& connection, const FactQuery& query, FactSink sink) {
  const absl::StatusOr<std::vector<Cell>> cells = ListCells(connection, query);
  if (!cells.ok()) return cells.status();
  std::vector<std::unique_ptr<ProjectCursor>> heap;  // the earliest fact on top
  for (const Cell& cell : *cells) {
    if (!IsInScope(cell, query.scope)) continue;
    auto cursor = ProjectCursor::Open(connection, query, cell);
    if (!cursor.ok()) return cursor.status();
    const absl::StatusOr<bool> row = (*cursor)->Next();
    if (!row.ok()) return row.status();
    if (*row) heap.push_back(*std::move(cursor));
  }
  std::make_heap(heap.begin(), heap.end(), ComesLater);
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), ComesLater);
    if (!sink(heap.back()->fact())) return absl::OkStatus();
    const absl::StatusOr<bool> row = heap.back()->Next();
    if (!row.ok()) return row.status();
    if (*row) {
      std::push_heap(heap.begin(), heap.end(), ComesLater);
    } else {
      heap.pop_back();
    }
  }
  return absl::OkStatus();
}

absl::Status ReadFactsOfDay(sql::Connection& connection, const FactQuery& query,
                            std::string_view subject, int32_t day, FactSink sink) {
  absl::StatusOr<sql::Statement> rows = connection.Prepare(kOfSubject);
  if (!rows.ok()) return rows.status();
  rows->BindAll(query.county, subject, query.programme, static_cast<int>(query.kind), day,
                query.after.day, query.after.seq, query.after.ordinal, query.seq_end);
  Fact fact;
  fact.cell = {.programme = query.programme, .kind = query.kind};
  for (;;) {
    const absl::StatusOr<bool> row = rows->Step();
    if (!row.ok()) return row.status();
    if (!*row) return absl::OkStatus();
    ProjectCursor::ReadRow(*rows, fact);
    if (!sink(fact)) return absl::OkStatus();
  }
}

}  // namespace bangfu::reporting
