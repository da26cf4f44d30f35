#include "services/reporting/case_store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "services/common/sql/query.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/presence_store.h"

namespace bangfu::reporting {
namespace {

using sql::RunOnce;
using FenByDay = std::map<int32_t, int64_t>;

std::optional<int32_t> DayOf(std::optional<date::Date> date) {
  return date ? std::optional(date->days) : std::nullopt;
}

std::optional<date::Date> DateIn(sql::Statement& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return date::Date{static_cast<int32_t>(row.Int64(column))};
}

absl::Status AddDays(sql::Connection& connection, std::string_view county, const Case& of,
                     v1::FactKind kind, const FenByDay& fen_by_day) {
  absl::StatusOr<sql::Statement> add = connection.Prepare(
      "INSERT INTO case_payment (county, person, programme, kind, day, amount_fen) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (county, person, programme, kind, day) "
      "DO UPDATE SET amount_fen = case_payment.amount_fen + excluded.amount_fen");
  if (!add.ok()) return add.status();
  for (const auto& [day, fen] : fen_by_day) {
    absl::Status added =
        add->BindAll(county, of.person, of.programme, Number(kind), day, fen).Run();
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

// Adds up what the person was paid in the cell.
absl::Status SumCell(sql::Connection& connection, std::string_view county, std::string_view person,
                     int64_t cell, FenByDay& fen_by_day) {
  return sql::QueryOnce(
      connection,
      "SELECT day, CAST(sum(quantity) AS INTEGER) FROM fact "
      "WHERE county = ?1 AND cell = ?2 AND subject = ?3 GROUP BY day",
      [&](sql::Statement& row) { fen_by_day[static_cast<int32_t>(row.Int64(0))] += row.Int64(1); },
      county, cell, person);
}

}  // namespace

absl::Status SaveCase(sql::Connection& connection, std::string_view county, const Case& saved) {
  return RunOnce(
      connection,
      "INSERT INTO published_case (county, name, programme, person, covers_wage, grant_day, "
      "withdraw_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (county, name) DO UPDATE "
      "SET programme = excluded.programme, person = excluded.person, "
      "covers_wage = excluded.covers_wage, grant_day = excluded.grant_day, "
      "withdraw_day = excluded.withdraw_day",
      county, saved.name, saved.programme, saved.person, saved.covers_wage, DayOf(saved.grant),
      DayOf(saved.withdraw));
}

absl::StatusOr<std::vector<Case>> ListCases(sql::Connection& connection, std::string_view county) {
  constexpr std::string_view kSql =
      "SELECT name, programme, person, covers_wage, grant_day, withdraw_day "
      "FROM published_case WHERE county = ?1 ORDER BY name";
  std::vector<Case> cases;
  absl::Status read = sql::QueryOnce(
      connection, kSql,
      [&](sql::Statement& row) {
        cases.push_back({std::string(row.Text(0)), std::string(row.Text(1)),
                         std::string(row.Text(2)), row.Int64(3) != 0, DateIn(row, 4),
                         DateIn(row, 5)});
      },
      county);
  if (!read.ok()) return read;
  return cases;
}

absl::Status AddPayments(sql::Connection& connection, std::string_view county, const Case& of,
                         const std::vector<Fact>& facts) {
  std::map<v1::FactKind, FenByDay> paid;
  for (const Fact& fact : facts) {
    const bool counts =
        fact.subject == of.person && fact.cell.programme == of.programme && IsMoney(fact.cell.kind);
    if (counts) paid[fact.cell.kind][fact.day.days] += fact.quantity;
  }
  for (const auto& [kind, fen_by_day] : paid) {
    absl::Status added = AddDays(connection, county, of, kind, fen_by_day);
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status CollectPayments(sql::Connection& connection, std::string_view county, const Case& of) {
  absl::Status status = RunOnce(
      connection, "DELETE FROM case_payment WHERE county = ?1 AND person = ?2 AND programme = ?3",
      county, of.person, of.programme);
  for (const v1::FactKind kind : kMoneyKinds) {
    if (!status.ok()) return status;
    const auto cells = ListCellsOf(connection, county, of.programme, kind, of.person);
    if (!cells.ok()) return cells.status();
    FenByDay fen_by_day;
    for (const auto& [cell, name] : *cells) {
      status = SumCell(connection, county, of.person, cell, fen_by_day);
      if (!status.ok()) return status;
    }
    status = AddDays(connection, county, of, kind, fen_by_day);
  }
  return status;
}

absl::StatusOr<CaseMoney> ReadCaseMoney(sql::Connection& connection, std::string_view county,
                                        Case definition) {
  CaseMoney money{.definition = std::move(definition)};
  absl::Status read = sql::QueryOnce(
      connection,
      "SELECT kind, day, amount_fen FROM case_payment "
      "WHERE county = ?1 AND person = ?2 AND programme = ?3",
      [&](sql::Statement& row) {
        const auto kind = static_cast<v1::FactKind>(row.Int64(0));
        money.fen_by_day[kind][static_cast<int32_t>(row.Int64(1))] = row.Int64(2);
      },
      county, money.definition.person, money.definition.programme);
  if (!read.ok()) return read;
  return money;
}

}  // namespace bangfu::reporting
