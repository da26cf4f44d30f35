#include "services/reporting/fact_cursor.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "services/reporting/number_store.h"
#include "services/reporting/presence_store.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {
namespace {

constexpr std::string_view kOfCell =
    "SELECT day, seq, ordinal, subject, delta, quantity, record, document, leaf_hash FROM fact "
    "WHERE county = ?1 AND cell = ?2 AND (day, seq, ordinal) > (?3, ?4, ?5) AND day <= ?6 "
    "AND seq < ?7 AND (?8 = '' OR subject = ?8) ORDER BY day, seq, ordinal LIMIT ?9";

bool IsAskedFor(const Cell& cell, const FactQuery& query) {
  if (!query.facet.empty() && cell.facet != query.facet) return false;
  const std::vector<SeriesKey> keys = SeriesOf(cell);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const SeriesKey& key) { return key.scope == query.scope; });
}

// So many facts are read at once: a server sends all of an answer, whoever stops reading it. A page
// of 100 fits into one. At first they are shared out among the cells.
constexpr size_t kFactsAtOnceMax = 128;
constexpr size_t kFactsOfACellAtFirstMin = 2;

void ReadRow(const sql::Statement& row, Fact& fact) {
  fact.day = date::Date{static_cast<int32_t>(row.Int64(0))};
  fact.seq = row.Int64(1);
  fact.ordinal = static_cast<int32_t>(row.Int64(2));
  fact.subject = row.Text(3);
  fact.delta = static_cast<int32_t>(row.Int64(4));
  fact.quantity = row.Int64(5);
  fact.record = row.Text(6);
  fact.document = row.Text(7);
  fact.leaf_hash = journal::HashFromBytes(row.Bytes(8)).value_or(journal::Hash());
}

FactPlace PlaceOf(const Fact& fact) { return {fact.day.days, fact.seq, fact.ordinal}; }

// The facts of one cell that were read and not handed out yet.
struct CellFacts {
  int64_t number;
  const Cell* cell;
  std::deque<Fact> facts;
  bool has_more = false;  // perhaps
};

bool ComesLater(const CellFacts* a, const CellFacts* b) {
  return PlaceOf(a->facts.front()) > PlaceOf(b->facts.front());
}

// Merges the facts of cells, with one statement that reads some of a cell at a time.
class CellMerge {
 public:
  // Of all subjects, or of one. What is passed outlives it.
  CellMerge(sql::Statement rows, const FactQuery& query, std::string_view subject)
      : rows_(std::move(rows)), query_(query), subject_(subject) {}

  // Reads the first facts of each cell.
  absl::Status Open(const std::map<int64_t, Cell>& cells) {
    cells_.reserve(cells.size());
    for (const auto& [number, cell] : cells) cells_.push_back({number, &cell, {}});
    if (cells_.empty()) return absl::OkStatus();
    const size_t limit = std::max(kFactsAtOnceMax / cells_.size(), kFactsOfACellAtFirstMin);
    absl::Status read = rows_.RunEach(
        cells_.size(),
        [&](sql::Statement& query, size_t i) { Bind(query, cells_[i], query_.after, limit); },
        [&](sql::Statement& row, size_t i) {
          Take(row, cells_[i]);
          return absl::OkStatus();
        });
    for (CellFacts& cell : cells_) {
      cell.has_more = cell.facts.size() == limit;
      if (!cell.facts.empty()) heap_.push_back(&cell);
    }
    std::make_heap(heap_.begin(), heap_.end(), ComesLater);
    return read;
  }

  // Until the sink has enough.
  absl::Status HandOut(FactSink sink) {
    while (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end(), ComesLater);
      CellFacts& cell = *heap_.back();
      heap_.pop_back();
      if (!sink(cell.facts.front())) return absl::OkStatus();
      if (absl::Status status = Advance(cell); !status.ok()) return status;
      if (cell.facts.empty()) continue;
      heap_.push_back(&cell);
      std::push_heap(heap_.begin(), heap_.end(), ComesLater);
    }
    return absl::OkStatus();
  }

 private:
  void Bind(sql::Statement& query, const CellFacts& cell, const FactPlace& after,
            size_t limit) const {
    query.BindAll(query_.county, cell.number, after.day, after.seq, after.ordinal, query_.last_day,
                  query_.seq_end, subject_, static_cast<int64_t>(limit));
  }

  static void Take(sql::Statement& row, CellFacts& cell) {
    Fact& fact = cell.facts.emplace_back();
    fact.cell = *cell.cell;
    ReadRow(row, fact);
  }

  // Drops the first fact, and reads on behind the last.
  absl::Status Advance(CellFacts& cell) {
    const FactPlace dropped = PlaceOf(cell.facts.front());
    cell.facts.pop_front();
    if (!cell.facts.empty() || !cell.has_more) return absl::OkStatus();
    Bind(rows_, cell, dropped, kFactsAtOnceMax);
    absl::Status read = rows_.ForEachRow([&](sql::Statement& row) { Take(row, cell); });
    cell.has_more = cell.facts.size() == kFactsAtOnceMax;
    return read;
  }

  sql::Statement rows_;
  const FactQuery& query_;
  const std::string_view subject_;
  std::vector<CellFacts> cells_;
  std::vector<CellFacts*> heap_;  // those that have facts, the earliest on top
};

absl::Status ReadCells(sql::Connection& connection, const FactQuery& query,
                       std::string_view subject, const std::map<int64_t, Cell>& cells,
                       FactSink sink) {
  absl::StatusOr<sql::Statement> rows = connection.Prepare(kOfCell);
  if (!rows.ok()) return rows.status();
  CellMerge merge(*std::move(rows), query, subject);
  absl::Status opened = merge.Open(cells);
  return opened.ok() ? merge.HandOut(sink) : opened;
}

}  // namespace

absl::Status ReadFacts(sql::Connection& connection, const FactQuery& query, FactSink sink) {
  auto cells = ListCells(connection, query.county, query.programme, query.kind);
  if (!cells.ok()) return cells.status();
  std::erase_if(*cells, [&](const auto& numbered) { return !IsAskedFor(numbered.second, query); });
  return ReadCells(connection, query, "", *cells, sink);
}

absl::Status ReadFactsOfDay(sql::Connection& connection, FactQuery query, std::string_view subject,
                            int32_t day, FactSink sink) {
  if (query.after.day > day || query.last_day < day) return absl::OkStatus();
  query.last_day = day;
  if (query.after.day < day) query.after = {.day = day, .seq = -1};
  const auto cells = ListCellsOf(connection, query.county, query.programme, query.kind, subject);
  if (!cells.ok()) return cells.status();
  return ReadCells(connection, query, subject, *cells, sink);
}

}  // namespace bangfu::reporting
