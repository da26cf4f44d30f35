#include "services/reporting/fact_cursor.h"

#include <algorithm>
#include <functional>
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
    "AND (?11 = '' OR facet = ?11) ORDER BY day, seq, ordinal LIMIT ?12";

constexpr std::string_view kOfSubject =
    "SELECT day, seq, ordinal, facet, subject, delta, quantity, record, document, leaf_hash "
    "FROM fact INDEXED BY fact_by_subject WHERE county = ?1 AND subject = ?2 AND programme = ?3 "
    "AND kind = ?4 AND day = ?5 AND (day, seq, ordinal) > (?6, ?7, ?8) AND seq < ?9 "
    "ORDER BY day, seq, ordinal LIMIT ?10";

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

// So many facts are read at once: a server sends all of an answer, whoever stops reading it. A page
// of 100 fits into one.
constexpr int kFactsAtOnceMax = 128;

void ReadRow(const sql::Statement& row, Fact& fact) {
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

FactPlace PlaceOf(const Fact& fact) { return {fact.day.days, fact.seq, fact.ordinal}; }

// Facts in order, the next one at hand, read some at a time: `bind(statement, after, limit)` binds
// a statement for those behind a place.
class FactReader {
 public:
  using Bind = std::function<void(sql::Statement&, const FactPlace& after, int limit)>;

  FactReader(sql::Statement rows, Bind bind, Cell cell, FactPlace after)
      : rows_(std::move(rows)), bind_(std::move(bind)), after_(after) {
    fact_.cell = std::move(cell);
  }

  // False at the end.
  absl::StatusOr<bool> Next() {
    if (left_ < 0) BindFrom(after_);
    absl::StatusOr<bool> row = rows_.Step();
    if (row.ok() && !*row && left_ == 0) {  // there may be more than were read at once
      BindFrom(PlaceOf(fact_));
      row = rows_.Step();
    }
    if (!row.ok() || !*row) return row;
    --left_;
    ReadRow(rows_, fact_);
    return true;
  }
  const Fact& fact() const { return fact_; }

 private:
  void BindFrom(const FactPlace& after) {
    bind_(rows_, after, kFactsAtOnceMax);
    left_ = kFactsAtOnceMax;
  }

  sql::Statement rows_;
  const Bind bind_;
  const FactPlace after_;
  Fact fact_;
  int left_ = -1;  // how many of those read at once may come yet; -1 before the first
};

// The facts of one project. `query` outlives it.
absl::StatusOr<std::unique_ptr<FactReader>> OpenProject(sql::Connection& connection,
                                                        const FactQuery& query, const Cell& cell) {
  absl::StatusOr<sql::Statement> rows = connection.Prepare(kOfProject);
  if (!rows.ok()) return rows.status();
  const auto bind = [&query, cell](sql::Statement& statement, const FactPlace& after, int limit) {
    statement.BindAll(query.county, query.programme, static_cast<int>(query.kind), cell.pillar,
                      cell.project, after.day, after.seq, after.ordinal, query.last_day,
                      query.seq_end, query.facet, limit);
  };
  return std::make_unique<FactReader>(*std::move(rows), bind, cell, query.after);
}

bool ComesLater(const std::unique_ptr<FactReader>& a, const std::unique_ptr<FactReader>& b) {
  return PlaceOf(a->fact()) > PlaceOf(b->fact());
}

}  // namespace

absl::Status ReadFacts(sql::Connection& connection, const FactQuery& query, FactSink sink) {
  const absl::StatusOr<std::vector<Cell>> cells = ListCells(connection, query);
  if (!cells.ok()) return cells.status();
  std::vector<std::unique_ptr<FactReader>> heap;  // the earliest fact on top
  for (const Cell& cell : *cells) {
    if (!IsInScope(cell, query.scope)) continue;
    auto cursor = OpenProject(connection, query, cell);
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
  const auto bind = [&](sql::Statement& statement, const FactPlace& after, int limit) {
    statement.BindAll(query.county, subject, query.programme, static_cast<int>(query.kind), day,
                      after.day, after.seq, after.ordinal, query.seq_end, limit);
  };
  FactReader facts(*std::move(rows), bind, {.programme = query.programme, .kind = query.kind},
                   query.after);
  for (;;) {
    const absl::StatusOr<bool> row = facts.Next();
    if (!row.ok()) return row.status();
    if (!*row || !sink(facts.fact())) return absl::OkStatus();
  }
}

}  // namespace bangfu::reporting
