#include "services/reporting/state_store.h"

#include <algorithm>
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
    auto range = ParseApplied(county, row.Int64(1), row.Bytes(2));
    if (!range.ok()) return range.status();
    logs.emplace(row.Text(0), *std::move(range));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return logs;
}

absl::Status InsertChanges(sql::Connection& connection, std::string_view county,
                           int64_t county_size, const SeriesDeltas& deltas,
                           std::span<const int64_t> numbers) {
  constexpr std::string_view kSql =
      "INSERT INTO rollup_change (county, county_size, series, day, fact_count, quantity_sum, "
      "subject_count) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
  absl::StatusOr<sql::Statement> insert = connection.Prepare(kSql);
  if (!insert.ok()) return insert.status();
  assert(numbers.size() == deltas.size());
  insert->BindAll(county, county_size);
  auto number = numbers.begin();
  for (const auto& [key, days] : deltas) {
    insert->Bind(3, *number++);
    for (const auto& [day, delta] : days) {
      absl::Status inserted = insert->Bind(4, day)
                                  .Bind(5, delta.count)
                                  .Bind(6, delta.sum)
                                  .Bind(7, delta.distinct)
                                  .Run();
      if (!inserted.ok()) return inserted;
    }
  }
  return absl::OkStatus();
}

// Up to which size of a county changes are forgotten: in steps, since most commits of one entry
// have nothing to forget then.
int64_t ForgottenUpTo(int64_t county_size) {
  constexpr int64_t kStep = 64;
  return std::max<int64_t>(county_size - kChangesKept, 0) / kStep * kStep;
}

// Those that lay near enough until this commit, and no others: what was deleted before stands in
// the index until the server cleans it, and would be walked by each commit anew.
absl::Status ForgetChanges(sql::Connection& connection, std::string_view county,
                           const CountyCommit& commit) {
  const int64_t entries = commit.size_after - commit.size_before;
  const int64_t from = ForgottenUpTo(commit.county_size - entries);
  const int64_t to = ForgottenUpTo(commit.county_size);
  if (from == to) return absl::OkStatus();
  for (const char* forget : {"DELETE FROM rollup_change WHERE county = ?1 AND county_size > ?2 "
                             "AND county_size <= ?3",
                             "DELETE FROM county_commit WHERE county = ?1 AND county_size > ?2 "
                             "AND county_size <= ?3"}) {
    absl::Status forgotten = RunOnce(connection, forget, county, from, to);
    if (!forgotten.ok()) return forgotten;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<journal::CompactRange> ParseApplied(std::string_view county, int64_t size,
                                                   std::string_view right_edge) {
  auto range = journal::CompactRange::Parse(static_cast<uint64_t>(size), right_edge);
  if (range.ok()) return range;
  return absl::DataLossError("how far county " + std::string(county) + " was applied is torn");
}

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

absl::Status KeepChanges(sql::Connection& connection, std::string_view county,
                         const CountyCommit& commit, const SeriesDeltas& deltas,
                         std::span<const int64_t> numbers) {
  absl::Status kept =
      RunOnce(connection,
              "INSERT INTO county_commit (county, county_size, journal, size_before, size_after) "
              "VALUES (?1, ?2, ?3, ?4, ?5)",
              county, commit.county_size, commit.journal, commit.size_before, commit.size_after);
  if (kept.ok()) kept = InsertChanges(connection, county, commit.county_size, deltas, numbers);
  return kept.ok() ? ForgetChanges(connection, county, commit) : kept;
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
