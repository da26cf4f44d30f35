#include "services/reporting/fact_store.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <tuple>

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
    assert(ordered.back().cell != 0);
    last = &fact;
  }
  std::sort(ordered.begin(), ordered.end(), KeyBefore);
  return ordered;
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

}  // namespace bangfu::reporting
