#include "services/reporting/fact_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "services/common/sql/query.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/presence_store.h"

namespace bangfu::reporting {
namespace {

struct NumberedFact {
  const Fact* fact;
  int64_t cell;
};

// The table's order: rows that come in it touch each page once.
bool KeyBefore(const NumberedFact& a, const NumberedFact& b) {
  return std::tie(a.cell, a.fact->day, a.fact->seq, a.fact->ordinal) <
         std::tie(b.cell, b.fact->day, b.fact->seq, b.fact->ordinal);
}

std::vector<NumberedFact> InOrder(const std::vector<Fact>& facts, const NumberedCells& cells) {
  std::vector<NumberedFact> ordered;
  ordered.reserve(facts.size());
  const Fact* last = nullptr;  // neighbours are mostly of one cell
  for (const Fact& fact : facts) {
    const bool same = last != nullptr && last->cell == fact.cell;
    ordered.push_back({&fact, same ? ordered.back().cell : cells.NumberOf(fact.cell)});
    last = &fact;
  }
  std::sort(ordered.begin(), ordered.end(), KeyBefore);
  return ordered;
}

// Adds what the person was paid in the cell.
absl::Status AddPayments(sql::Connection& connection, std::string_view county,
                         std::string_view person, int64_t cell,
                         std::map<int32_t, int64_t>& fen_by_day) {
  return sql::QueryOnce(
      connection,
      "SELECT day, CAST(sum(quantity) AS INTEGER) FROM fact "
      "WHERE county = ?1 AND cell = ?2 AND subject = ?3 GROUP BY day",
      [&](sql::Statement& row) { fen_by_day[static_cast<int32_t>(row.Int64(0))] += row.Int64(1); },
      county, cell, person);
}

}  // namespace

absl::Status InsertFacts(sql::Connection& connection, std::string_view county,
                         const std::vector<Fact>& facts, const NumberedCells& cells) {
  absl::StatusOr<sql::Statement> insert = connection.Prepare(
      "INSERT INTO fact (county, cell, day, seq, ordinal, subject, delta, quantity, record, "
      "document, leaf_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  if (!insert.ok()) return insert.status();
  for (const auto& [fact, cell] : InOrder(facts, cells)) {
    absl::Status inserted =
        insert
            ->BindAll(county, cell, fact->day.days, fact->seq, fact->ordinal, fact->subject,
                      fact->delta, fact->quantity, fact->record, fact->document,
                      sql::Blob(journal::HashBytes(fact->leaf_hash)))
            .Run();
    if (!inserted.ok()) return inserted;
  }
  return absl::OkStatus();
}

absl::StatusOr<CaseMoney> ReadCaseMoney(sql::Connection& connection, std::string_view county,
                                        Case definition) {
  CaseMoney money{.definition = std::move(definition)};
  const Case& of = money.definition;
  for (const v1::FactKind kind : kMoneyKinds) {
    const auto cells = ListCellsOf(connection, county, of.programme, kind, of.person);
    if (!cells.ok()) return cells.status();
    for (const auto& [cell, name] : *cells) {
      absl::Status added = AddPayments(connection, county, of.person, cell, money.fen_by_day[kind]);
      if (!added.ok()) return added;
    }
  }
  return money;
}

}  // namespace bangfu::reporting
