#include "services/reporting/state_store.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "services/common/names/names.h"
#include "services/reporting/fact_store.h"

namespace bangfu::reporting {
namespace {

// Prepares, binds and runs.
template <typename... Values>
absl::Status Run(sql::Connection& connection, std::string_view sql, const Values&... values) {
  absl::StatusOr<sql::Statement> statement = connection.Prepare(sql);
  return statement.ok() ? statement->BindAll(values...).Run() : statement.status();
}

// Prepares, binds and walks the rows.
template <typename OnRow, typename... Values>
absl::Status Query(sql::Connection& connection, std::string_view sql, OnRow&& on_row,
                   const Values&... values) {
  absl::StatusOr<sql::Statement> statement = connection.Prepare(sql);
  if (!statement.ok()) return statement.status();
  return statement->BindAll(values...).ForEachRow(std::forward<OnRow>(on_row));
}

std::optional<int32_t> DayOf(std::optional<date::Date> date) {
  return date ? std::optional(date->days) : std::nullopt;
}

std::optional<date::Date> DateIn(sql::Statement& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return date::Date{static_cast<int32_t>(row.Int64(column))};
}

absl::Status LoadHeads(sql::Connection& connection, CountyUpdate& update) {
  constexpr std::string_view kSql =
      "SELECT journal, size, right_edge FROM followed_log WHERE county = ?1";
  return Query(
      connection, kSql,
      [&](sql::Statement& row) {
        auto range =
            journal::CompactRange::Parse(static_cast<uint64_t>(row.Int64(1)), row.Bytes(2));
        if (!range.ok()) return range.status();
        update.heads[std::string(row.Text(0))] = {row.Int64(1), range->Root()};
        return absl::OkStatus();
      },
      update.county);
}

absl::Status LoadRollups(sql::Connection& connection, CountyUpdate& update) {
  constexpr std::string_view kSql =
      "SELECT programme, scope, kind, facet, day, fact_count, quantity_sum, subject_count "
      "FROM rollup WHERE county = ?1 ORDER BY programme, scope, kind, facet, day";
  SeriesKey key;
  DayDeltas* days = nullptr;
  return Query(
      connection, kSql,
      [&](sql::Statement& row) {
        const auto kind = static_cast<v1::FactKind>(row.Int64(2));
        if (days == nullptr || key.facet != row.Text(3) || key.kind != kind ||
            key.scope != row.Text(1) || key.programme != row.Text(0)) {
          key = {std::string(row.Text(0)), std::string(row.Text(1)), kind,
                 std::string(row.Text(3))};
          days = &update.deltas[key];
        }
        days->emplace_hint(days->end(), static_cast<int32_t>(row.Int64(4)),
                           Totals{row.Int64(5), row.Int64(6), row.Int64(7)});
      },
      update.county);
}

absl::Status LoadProgrammes(sql::Connection& connection, CountyUpdate& update) {
  constexpr std::string_view kSql =
      "SELECT programme.programme, county, start_day FROM programme LEFT JOIN designation "
      "ON designation.programme = programme.programme ORDER BY programme.programme, county";
  return Query(connection, kSql, [&](sql::Statement& row) {
    if (update.programmes.empty() || update.programmes.back().id != row.Text(0)) {
      update.programmes.push_back({.id = std::string(row.Text(0))});
    }
    if (const auto start = DateIn(row, 2)) {
      update.programmes.back().designations.push_back({std::string(row.Text(1)), *start});
    }
  });
}

absl::Status LoadCases(sql::Connection& connection, CountyUpdate& update) {
  absl::StatusOr<std::vector<Case>> cases = ListCases(connection, update.county);
  if (!cases.ok()) return cases.status();
  for (Case& loaded : *cases) {
    absl::StatusOr<CaseMoney> money = ReadCaseMoney(connection, update.county, std::move(loaded));
    if (!money.ok()) return money.status();
    update.cases.push_back(*std::move(money));
  }
  return absl::OkStatus();
}

absl::StatusOr<CountySnapshotPtr> LoadCounty(sql::Connection& connection, std::string county) {
  CountyUpdate update{.county = std::move(county)};
  absl::Status status = LoadHeads(connection, update);
  if (status.ok()) status = LoadRollups(connection, update);
  if (status.ok()) status = LoadCases(connection, update);
  if (status.ok() && update.county == names::kGlobalPartition) {
    status = LoadProgrammes(connection, update);
  }
  if (!status.ok()) return status;
  const CountySnapshot nothing(update.county);
  return std::make_shared<const CountySnapshot>(nothing, std::move(update));
}

}  // namespace

absl::StatusOr<journal::CompactRange> ReadLog(sql::Connection& connection, std::string_view county,
                                              std::string_view journal) {
  constexpr std::string_view kSql =
      "SELECT size, right_edge FROM followed_log WHERE county = ?1 AND journal = ?2";
  absl::StatusOr<sql::Statement> query = connection.Prepare(kSql);
  if (!query.ok()) return query.status();
  const absl::StatusOr<bool> row = query->BindAll(county, journal).Step();
  if (!row.ok()) return row.status();
  if (!*row) return journal::CompactRange();
  return journal::CompactRange::Parse(static_cast<uint64_t>(query->Int64(0)), query->Bytes(1));
}

absl::Status WriteLog(sql::Connection& connection, std::string_view county,
                      std::string_view journal, const journal::CompactRange& range) {
  return Run(connection, "INSERT OR REPLACE INTO followed_log VALUES (?1, ?2, ?3, ?4)", county,
             journal, static_cast<int64_t>(range.size()), sql::Blob(range.Serialize()));
}

absl::Status AddRollups(sql::Connection& connection, std::string_view county,
                        const SeriesDeltas& deltas) {
  constexpr std::string_view kSql =
      "INSERT INTO rollup VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET "
      "fact_count = fact_count + excluded.fact_count, "
      "quantity_sum = quantity_sum + excluded.quantity_sum, "
      "subject_count = subject_count + excluded.subject_count";
  absl::StatusOr<sql::Statement> upsert = connection.Prepare(kSql);
  if (!upsert.ok()) return upsert.status();
  for (const auto& [key, days] : deltas) {
    upsert->BindAll(county, key.programme, key.scope, static_cast<int>(key.kind), key.facet);
    for (const auto& [day, delta] : days) {
      absl::Status added = upsert->Bind(6, day)
                               .Bind(7, delta.count)
                               .Bind(8, delta.sum)
                               .Bind(9, delta.distinct)
                               .Run();
      if (!added.ok()) return added;
    }
  }
  return absl::OkStatus();
}

absl::Status SaveProgramme(sql::Connection& connection, const Programme& programme) {
  absl::Status status =
      Run(connection, "INSERT OR REPLACE INTO programme VALUES (?1)", programme.id);
  if (!status.ok()) return status;
  status = Run(connection, "DELETE FROM designation WHERE programme = ?1", programme.id);
  for (const Designation& designation : programme.designations) {
    if (!status.ok()) return status;
    status = Run(connection, "INSERT OR REPLACE INTO designation VALUES (?1, ?2, ?3)", programme.id,
                 designation.county, designation.start.days);
  }
  return status;
}

absl::Status SaveCase(sql::Connection& connection, std::string_view county, const Case& saved) {
  return Run(connection,
             "INSERT OR REPLACE INTO published_case VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", county,
             saved.name, saved.programme, saved.person, saved.covers_wage, DayOf(saved.grant),
             DayOf(saved.withdraw));
}

absl::StatusOr<std::vector<Case>> ListCases(sql::Connection& connection, std::string_view county) {
  constexpr std::string_view kSql =
      "SELECT name, programme, person, covers_wage, grant_day, withdraw_day "
      "FROM published_case WHERE county = ?1 ORDER BY name";
  std::vector<Case> cases;
  absl::Status read = Query(
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

absl::StatusOr<std::vector<CountySnapshotPtr>> LoadCounties(sql::Connection& connection) {
  std::vector<std::string> counties;
  absl::Status read = Query(connection, "SELECT DISTINCT county FROM followed_log ORDER BY county",
                            [&](sql::Statement& row) { counties.emplace_back(row.Text(0)); });
  if (!read.ok()) return read;
  std::vector<CountySnapshotPtr> loaded;
  for (std::string& county : counties) {
    absl::StatusOr<CountySnapshotPtr> snapshot = LoadCounty(connection, std::move(county));
    if (!snapshot.ok()) return snapshot.status();
    loaded.push_back(*std::move(snapshot));
  }
  return loaded;
}

}  // namespace bangfu::reporting
