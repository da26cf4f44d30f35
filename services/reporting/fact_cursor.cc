#include "services/reporting/fact_cursor.h"

#include <algorithm>
#include <map>
#include <memory>
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
// of 100 fits into one.
constexpr int kFactsAtOnceMax = 128;

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

// The facts of one cell in order, the next one at hand, read some at a time.
class CellReader {
 public:
  // Of all subjects, or of one. `query` and `subject` outlive it.
  static absl::StatusOr<std::unique_ptr<CellReader>> Open(sql::Connection& connection,
                                                          const FactQuery& query,
                                                          std::string_view subject, int64_t number,
                                                          Cell cell) {
    absl::StatusOr<sql::Statement> rows = connection.Prepare(kOfCell);
    if (!rows.ok()) return rows.status();
    return std::unique_ptr<CellReader>(
        new CellReader(*std::move(rows), query, subject, number, std::move(cell)));
  }

  // False at the end.
  absl::StatusOr<bool> Next() {
    if (left_ < 0) BindFrom(query_.after);
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
  CellReader(sql::Statement rows, const FactQuery& query, std::string_view subject, int64_t number,
             Cell cell)
      : rows_(std::move(rows)), query_(query), subject_(subject), number_(number) {
    fact_.cell = std::move(cell);
  }

  void BindFrom(const FactPlace& after) {
    rows_.BindAll(query_.county, number_, after.day, after.seq, after.ordinal, query_.last_day,
                  query_.seq_end, subject_, kFactsAtOnceMax);
    left_ = kFactsAtOnceMax;
  }

  sql::Statement rows_;
  const FactQuery& query_;
  const std::string_view subject_;
  const int64_t number_;
  Fact fact_;
  int left_ = -1;  // how many of those read at once may come yet; -1 before the first
};

bool ComesLater(const std::unique_ptr<CellReader>& a, const std::unique_ptr<CellReader>& b) {
  return PlaceOf(a->fact()) > PlaceOf(b->fact());
}

// Merges the facts of the cells.
absl::Status ReadCells(sql::Connection& connection, const FactQuery& query,
                       std::string_view subject, const std::map<int64_t, Cell>& cells,
                       FactSink sink) {
  std::vector<std::unique_ptr<CellReader>> heap;  // the earliest fact on top
  for (const auto& [number, cell] : cells) {
    auto reader = CellReader::Open(connection, query, subject, number, cell);
    if (!reader.ok()) return reader.status();
    const absl::StatusOr<bool> row = (*reader)->Next();
    if (!row.ok()) return row.status();
    if (*row) heap.push_back(*std::move(reader));
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
