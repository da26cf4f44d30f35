#include "services/reporting/county_loader.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "services/common/journal/merkle_range.h"
#include "services/common/names/names.h"
#include "services/common/sql/query.h"
#include "services/reporting/case_store.h"
#include "services/reporting/number_store.h"
#include "services/reporting/rollup_store.h"
#include "services/reporting/state_store.h"

namespace bangfu::reporting {
namespace {

absl::Status LoadHeads(sql::Connection& connection, CountyUpdate& update) {
  constexpr std::string_view kSql =
      "SELECT journal, size, right_edge FROM followed_log WHERE county = ?1 AND size > 0";
  return sql::QueryOnce(
      connection, kSql,
      [&](sql::Statement& row) {
        const auto range = ParseApplied(update.county, row.Int64(1), row.Bytes(2));
        if (!range.ok()) return range.status();
        update.heads[std::string(row.Text(0))] = {row.Int64(1), range->Root()};
        return absl::OkStatus();
      },
      update.county);
}

// Adds what the rows say: series, day and the three numbers. Rows of one roll-up that follow each
// other are found a place for once.
class ChangeRows {
 public:
  ChangeRows(const std::map<int64_t, SeriesKey>& keys, SeriesDeltas& deltas)
      : keys_(keys), deltas_(deltas) {}

  absl::Status operator()(sql::Statement& row) {
    if (days_ == nullptr || series_ != row.Int64(0)) {
      series_ = row.Int64(0);
      const auto key = keys_.find(series_);
      if (key == keys_.end()) return absl::InternalError("a roll-up of a series that is not there");
      days_ = &deltas_[key->second];
    }
    const auto day = static_cast<int32_t>(row.Int64(1));
    days_->try_emplace(days_->end(), day)->second +=
        Totals{row.Int64(2), row.Int64(3), row.Int64(4)};
    return absl::OkStatus();
  }

 private:
  const std::map<int64_t, SeriesKey>& keys_;
  SeriesDeltas& deltas_;
  int64_t series_ = 0;
  DayDeltas* days_ = nullptr;
};

absl::Status LoadChanges(sql::Connection& connection, CountyUpdate& update) {
  const auto keys = ListSeries(connection, update.county, update.size_before);
  if (!keys.ok()) return keys.status();
  return sql::QueryOnce(connection,
                        "SELECT series, day, fact_count, quantity_sum, subject_count "
                        "FROM rollup_change WHERE county = ?1 AND county_size > ?2 "
                        "AND county_size <= ?3 ORDER BY county_size, series, day",
                        ChangeRows(*keys, update.deltas), update.county, update.size_before,
                        update.size_after);
}

absl::Status LoadProgrammes(sql::Connection& connection, CountyUpdate& update) {
  constexpr std::string_view kSql =
      "SELECT programme.programme, designated_county, start_day FROM programme "
      "LEFT JOIN designation ON designation.county = programme.county "
      "AND designation.programme = programme.programme WHERE programme.county = ?1 "
      "ORDER BY programme.programme, designated_county";
  return sql::QueryOnce(
      connection, kSql,
      [&](sql::Statement& row) {
        if (update.programmes.empty() || update.programmes.back().id != row.Text(0)) {
          update.programmes.push_back({.id = std::string(row.Text(0))});
        }
        if (row.IsNull(1)) return;
        update.programmes.back().designations.push_back(
            {std::string(row.Text(1)), date::Date{static_cast<int32_t>(row.Int64(2))}});
      },
      update.county);
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

// Programmes and cases: a handful, so they are read whole.
absl::Status LoadDefinitions(sql::Connection& connection, CountyUpdate& update) {
  absl::Status status = LoadCases(connection, update);
  if (status.ok() && update.county == names::kGlobalPartition) {
    status = LoadProgrammes(connection, update);
  }
  return status;
}

// Whether the kept commits are a chain from the snapshot's heads to those of the update.
absl::StatusOr<bool> CommitsLeadThere(sql::Connection& connection, const CountySnapshot& before,
                                      const CountyUpdate& update) {
  constexpr std::string_view kSql =
      "SELECT journal, size_before, size_after FROM county_commit "
      "WHERE county = ?1 AND county_size > ?2 ORDER BY county_size";
  std::map<std::string, int64_t, std::less<>> sizes;
  for (const auto& [journal, head] : before.heads()) sizes[journal] = head.size;
  bool is_chain = true;
  absl::Status read = sql::QueryOnce(
      connection, kSql,
      [&](sql::Statement& row) {
        int64_t& size = sizes[std::string(row.Text(0))];
        is_chain = is_chain && size == row.Int64(1);
        size = row.Int64(2);
      },
      update.county, before.size());
  if (!read.ok()) return read;
  for (const auto& [journal, size] : sizes) {
    const auto head = update.heads.find(journal);
    is_chain = is_chain && size == (head == update.heads.end() ? 0 : head->second.size);
  }
  return is_chain && sizes.size() >= update.heads.size();
}

int64_t Size(const CountyUpdate& update) {
  int64_t size = 0;
  for (const auto& [journal, head] : update.heads) size += head.size;
  return size;
}

}  // namespace

absl::StatusOr<CountySnapshotPtr> LoadCounty(sql::Connection& connection, std::string county) {
  CountyUpdate update{.county = std::move(county)};
  absl::Status status = LoadHeads(connection, update);
  if (status.ok()) status = LoadDefinitions(connection, update);
  if (!status.ok()) return status;
  update.size_after = Size(update);
  absl::StatusOr<std::vector<SeriesPtr>> series = LoadSeries(connection, update.county);
  if (!series.ok()) return series.status();
  const CountySnapshot rollups(update.county, *std::move(series));
  return std::make_shared<const CountySnapshot>(rollups, std::move(update));
}

absl::StatusOr<CountySnapshotPtr> CatchUp(sql::Connection& connection,
                                          const CountySnapshotPtr& before) {
  CountyUpdate update{.county = before->county(), .size_before = before->size()};
  absl::Status status = LoadHeads(connection, update);
  if (!status.ok()) return status;
  update.size_after = Size(update);
  const absl::StatusOr<bool> leads_there = CommitsLeadThere(connection, *before, update);
  if (!leads_there.ok()) return leads_there.status();
  if (!*leads_there) return LoadCounty(connection, before->county());
  status = LoadChanges(connection, update);
  if (status.ok()) status = LoadDefinitions(connection, update);
  if (!status.ok()) return status;
  return std::make_shared<const CountySnapshot>(*before, std::move(update));
}

absl::StatusOr<std::vector<journal::v1::JournalPosition>> ListApplied(sql::Connection& connection) {
  std::vector<journal::v1::JournalPosition> applied;
  absl::Status read = sql::QueryOnce(
      connection, "SELECT county, journal, size FROM followed_log ORDER BY county, journal",
      [&](sql::Statement& row) {
        journal::v1::JournalPosition& position = applied.emplace_back();
        position.set_county(std::string(row.Text(0)));
        position.set_journal(std::string(row.Text(1)));
        position.set_size(row.Int64(2));
      });
  if (!read.ok()) return read;
  return applied;
}

absl::StatusOr<std::vector<CountySnapshotPtr>> LoadCounties(sql::Connection& connection) {
  const auto applied = ListApplied(connection);
  if (!applied.ok()) return applied.status();
  std::vector<CountySnapshotPtr> loaded;
  for (const journal::v1::JournalPosition& position : *applied) {
    if (!loaded.empty() && loaded.back()->county() == position.county()) continue;
    absl::StatusOr<CountySnapshotPtr> snapshot = LoadCounty(connection, position.county());
    if (!snapshot.ok()) return snapshot.status();
    loaded.push_back(*std::move(snapshot));
  }
  return loaded;
}

}  // namespace bangfu::reporting
