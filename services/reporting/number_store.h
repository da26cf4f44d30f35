// The numbers by which a county's facts and roll-ups are kept, so that what would repeat in
// millions of rows stands once. Numbers are given as names come, so they say nothing outside their
// county and database.
#ifndef BANGFU_SERVICES_REPORTING_NUMBER_STORE_H_
#define BANGFU_SERVICES_REPORTING_NUMBER_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/reporting/facts.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {

// Some of a county's cells with their numbers, both ways.
class NumberedCells {
 public:
  // Those of the facts. Those that have no number yet get one: whoever may give numbers has locked
  // the county's logs. `connection` outlives it.
  static absl::StatusOr<NumberedCells> Of(sql::Connection& connection, std::string_view county,
                                          const std::vector<Fact>& facts);

  // Adds the cells that have these numbers.
  absl::Status Find(const std::vector<int64_t>& numbers);

  // Of what was added; 0 and null otherwise.
  int64_t NumberOf(const Cell& cell) const;
  const Cell* CellOf(int64_t number) const;  // lives as long as this

 private:
  NumberedCells(sql::Connection& connection, std::string_view county)
      : connection_(&connection), county_(county) {}
  void Add(const Cell& cell, int64_t number);

  sql::Connection* connection_;
  std::string county_;
  absl::node_hash_map<Cell, int64_t> numbers_;
  absl::flat_hash_map<int64_t, const Cell*> cells_;
};

// The cells of a programme and kind that have facts, by number.
absl::StatusOr<std::map<int64_t, Cell>> ListCells(sql::Connection& connection,
                                                  std::string_view county,
                                                  std::string_view programme, v1::FactKind kind);

// The numbers of the deltas' keys, in order, as NumberedCells::Of gives them.
absl::StatusOr<std::vector<int64_t>> NumberSeries(sql::Connection& connection,
                                                  std::string_view county,
                                                  const SeriesDeltas& deltas);

// The roll-ups of the county by number: all, or those with a kept change (state_store.h) behind
// that size of the county.
absl::StatusOr<std::map<int64_t, SeriesKey>> ListSeries(
    sql::Connection& connection, std::string_view county,
    std::optional<int64_t> changed_after = std::nullopt);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_NUMBER_STORE_H_
