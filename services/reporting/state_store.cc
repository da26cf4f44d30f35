#include "services/reporting/state_store.h"

#include <array>
#include <cassert>
#include <string>
#include <utility>

#include "services/common/names/names.h"
#include "services/common/sql/query.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

using sql::RunOnce;

constexpr std::array<std::string_view, 2> kJournals = {kHouseholds, kProjects};

absl::StatusOr<CountyLogs> LockRows(sql::Connection& connection, std::string_view county) {
  constexpr std::string_view kSql =
      "SELECT journal, size, right_edge FROM followed_log WHERE county = ?1 ORDER BY journal";
  absl::StatusOr<sql::Statement> query = connection.PrepareLocking(kSql);
  if (!query.ok()) return query.status();
  CountyLogs logs;
  absl::Status read = query->BindAll(county).ForEachRow([&](sql::Statement& row) {
    auto range = journal::CompactRange::Parse(static_cast<uint64_t>(row.Int64(1)), row.Bytes(2));
    if (!range.ok()) return range.status();
    logs.emplace(row.Text(0), *std::move(range));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return logs;
}

// Hands out each roll-up's number, day and delta, until a status is not OK.
template <typename Take>
absl::Status ForEachDelta(const SeriesDeltas& deltas, std::span<const int64_t> numbers,
                          const Take& take) {
  assert(numbers.size() == deltas.size());
  auto number = numbers.begin();
  for (const auto& [key, days] : deltas) {
    for (const auto& [day, delta] : days) {
      if (absl::Status taken = take(*number, day, delta); !taken.ok()) return taken;
    }
    ++number;
  }
  return absl::OkStatus();
}

absl::Status InsertChanges(sql::Connection& connection, std::string_view county,
                           int64_t county_size, const SeriesDeltas& deltas,
                           std::span<const int64_t> numbers) {
  constexpr std::string_view kSql =
      "INSERT INTO rollup_change (county, county_size, series, day, fact_count, quantity_sum, "
      "subject_count) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
  absl::StatusOr<sql::Statement> insert = connection.Prepare(kSql);
  if (!insert.ok()) return insert.status();
  insert->BindAll(county, county_size);
  return ForEachDelta(deltas, numbers, [&](int64_t series, int32_t day, const Totals& delta) {
    return insert->Bind(3, series)
        .Bind(4, day)
        .Bind(5, delta.count)
        .Bind(6, delta.sum)
        .Bind(7, delta.distinct)
        .Run();
  });
}

}  // namespace

absl::StatusOr<CountyLogs> LockLogs(sql::Connection& connection, std::string_view county) {
  absl::StatusOr<CountyLogs> logs = LockRows(connection, county);
  if (!logs.ok() || logs->size() == kJournals.size()) return logs;
  // The county's first entry, and somebody else may be at it, too: only a row can be locked.
  for (const std::string_view journal : kJournals) {
    absl::Status begun = RunOnce(
        connection,
        "INSERT INTO followed_log (county, journal, size, right_edge) VALUES (?1, ?2, 0, ?3) "
        "ON CONFLICT (county, journal) DO NOTHING",
        county, journal, sql::Blob(""));
    if (!begun.ok()) return begun;
  }
  return LockRows(connection, county);
}

absl::Status WriteLog(sql::Connection& connection, std::string_view county,
                      std::string_view journal, const journal::CompactRange& range) {
  constexpr std::string_view kSql =
      "INSERT INTO followed_log (county, journal, size, right_edge) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (county, journal) DO UPDATE SET size = excluded.size, "
      "right_edge = excluded.right_edge";
  return RunOnce(connection, kSql, county, journal, static_cast<int64_t>(range.size()),
                 sql::Blob(range.Serialize()));
}

absl::Status AddRollups(sql::Connection& connection, std::string_view county,
                        const SeriesDeltas& deltas, std::span<const int64_t> numbers) {
  constexpr std::string_view kSql =
      "INSERT INTO rollup (county, series, day, fact_count, quantity_sum, subject_count) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (county, series, day) DO UPDATE SET "
      "fact_count = rollup.fact_count + excluded.fact_count, "
      "quantity_sum = rollup.quantity_sum + excluded.quantity_sum, "
      "subject_count = rollup.subject_count + excluded.subject_count";
  absl::StatusOr<sql::Statement> upsert = connection.Prepare(kSql);
  if (!upsert.ok()) return upsert.status();
  upsert->BindAll(county);
  return ForEachDelta(deltas, numbers, [&](int64_t series, int32_t day, const Totals& delta) {
    return upsert->Bind(2, series)
        .Bind(3, day)
        .Bind(4, delta.count)
        .Bind(5, delta.sum)
        .Bind(6, delta.distinct)
        .Run();
  });
}

absl::Status KeepChanges(sql::Connection& connection, std::string_view county,
                         const CountyCommit& commit, const SeriesDeltas& deltas,
                         std::span<const int64_t> numbers) {
  absl::Status kept =
      RunOnce(connection,
              "INSERT INTO county_commit (county, county_size, journal, size_before, size_after) "
              "VALUES (?1, ?2, ?3, ?4, ?5)",
              county, commit.county_size, commit.journal, commit.size_before, commit.size_after);
  if (kept.ok()) kept = InsertChanges(connection, county, commit.county_size, deltas, numbers);
  for (const char* forget : {"DELETE FROM rollup_change WHERE county = ?1 AND county_size <= ?2",
                             "DELETE FROM county_commit WHERE county = ?1 AND county_size <= ?2"}) {
    if (!kept.ok()) return kept;
    kept = RunOnce(connection, forget, county, commit.county_size - kChangesKept);
  }
  return kept;
}

absl::Status SaveProgramme(sql::Connection& connection, const Programme& programme) {
  absl::Status status = RunOnce(connection,
                                "INSERT INTO programme (county, programme) VALUES (?1, ?2) "
                                "ON CONFLICT (county, programme) DO UPDATE SET "
                                "programme = excluded.programme",
                                names::kGlobalPartition, programme.id);
  if (!status.ok()) return status;
  status = RunOnce(connection, "DELETE FROM designation WHERE county = ?1 AND programme = ?2",
                   names::kGlobalPartition, programme.id);
  for (const Designation& designation : programme.designations) {
    if (!status.ok()) return status;
    status =
        RunOnce(connection,
                "INSERT INTO designation (county, programme, designated_county, start_day) "
                "VALUES (?1, ?2, ?3, ?4)",
                names::kGlobalPartition, programme.id, designation.county, designation.start.days);
  }
  return status;
}

}  // namespace bangfu::reporting
