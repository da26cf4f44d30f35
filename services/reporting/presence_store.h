// What is known of subjects, in the database: presence.h in rows.
#ifndef BANGFU_SERVICES_REPORTING_PRESENCE_STORE_H_
#define BANGFU_SERVICES_REPORTING_PRESENCE_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/reporting/number_store.h"
#include "services/reporting/rollup.h"

namespace bangfu::reporting {

// The history of a county's facts in the database. What is passed outlives it.
class StoredHistory final : public SubjectHistory {
 public:
  // `cells` has those of the places and questions; it gets those of what is known besides.
  StoredHistory(sql::Connection& connection, std::string_view county, NumberedCells& cells)
      : connection_(connection), county_(county), cells_(cells) {}

  absl::StatusOr<std::vector<std::optional<Presence>>> Read(
      const std::vector<Place>& places) override;
  absl::StatusOr<std::vector<std::vector<Known>>> ReadAll(
      const std::vector<Place>& places) override;
  absl::StatusOr<std::vector<std::vector<int32_t>>> EarliestFacts(
      const std::vector<Question>& questions) override;

 private:
  // Rows as they stand, cells by number.
  struct Row {
    int64_t cell;
    Presence presence;
  };
  // All of each place's subject.
  absl::StatusOr<std::vector<std::vector<Row>>> ReadRows(const std::vector<Place>& places);
  absl::Status FindCells(const std::vector<std::vector<Row>>& rows);
  // Answers those of the questions that are of the cell: one walk for all of them.
  absl::Status WalkCell(int64_t cell, const std::vector<Question>& questions,
                        const std::vector<size_t>& of_cell,
                        std::vector<std::vector<int32_t>>& days);

  sql::Connection& connection_;
  const std::string county_;
  NumberedCells& cells_;
};

// `cells` has those of the presences, which come by subject.
absl::Status SavePresences(sql::Connection& connection, std::string_view county,
                           const std::vector<RolledUp::Changed>& presences,
                           const NumberedCells& cells);

// The cells of the programme and kind, which is none of the register's, in which the subject has
// facts, by number.
absl::StatusOr<std::map<int64_t, Cell>> ListCellsOf(sql::Connection& connection,
                                                    std::string_view county,
                                                    std::string_view programme, v1::FactKind kind,
                                                    std::string_view subject);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PRESENCE_STORE_H_
