#include "services/reporting/rollup_store.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <memory>
#include <utility>

#include "services/common/sql/query.h"
#include "services/reporting/number_store.h"
#include "services/reporting/packed_days.h"
#include "services/reporting/save_rows.h"

namespace bangfu::reporting {
namespace {

// The deltas of one block.
struct BlockDeltas {
  int64_t series;
  int32_t block;
  DayDeltas::const_iterator first;
  DayDeltas::const_iterator last;
};

// By series, as the table has them.
std::vector<BlockDeltas> ByBlock(const SeriesDeltas& deltas, std::span<const int64_t> numbers) {
  assert(numbers.size() == deltas.size());
  std::vector<BlockDeltas> blocks;
  auto number = numbers.begin();
  for (const auto& [key, days] : deltas) {
    for (auto first = days.begin(); first != days.end(); first = blocks.back().last) {
      const int32_t block = BlockOf(first->first);
      blocks.push_back({*number, block, first, days.lower_bound(FirstDayOf(block + 1))});
    }
    ++number;
  }
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const BlockDeltas& a, const BlockDeltas& b) { return a.series < b.series; });
  return blocks;
}

constexpr SaveSql kSave = {
    .insert = "INSERT INTO rollup (county, series, block, days) VALUES (?1, ?2, ?3, ?4)",
    .upsert =
        "INSERT INTO rollup (county, series, block, days) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (county, series, block) DO UPDATE SET days = excluded.days"};

// The blocks of one roll-up after another, as rows bring them.
class SeriesLoader {
 public:
  explicit SeriesLoader(std::map<int64_t, SeriesKey> keys) : keys_(std::move(keys)) {}

  // series, block, days
  absl::Status Add(const sql::Statement& row) {
    if (!series_ || row.Int64(0) != number_) {
      auto key = keys_.extract(row.Int64(0));
      if (key.empty()) return absl::DataLossError("a roll-up of a series that is not there");
      number_ = row.Int64(0);
      if (series_) series_->ShrinkToFit();
      series_ = std::make_shared<Series>(std::move(key.mapped()));
      loaded_.push_back(series_);
    }
    return series_->Append(static_cast<int32_t>(row.Int64(1)), row.Bytes(2));
  }

  // By key.
  std::vector<SeriesPtr> Take() && {
    if (series_) series_->ShrinkToFit();
    std::sort(loaded_.begin(), loaded_.end(),
              [](const SeriesPtr& a, const SeriesPtr& b) { return a->key() < b->key(); });
    return std::move(loaded_);
  }

 private:
  std::map<int64_t, SeriesKey> keys_;
  int64_t number_ = 0;
  std::shared_ptr<Series> series_;  // the last of them
  std::vector<SeriesPtr> loaded_;
};

}  // namespace

absl::StatusOr<std::vector<ChangedBlock>> AddToBlocks(sql::Connection& connection,
                                                      std::string_view county,
                                                      const SeriesDeltas& deltas,
                                                      std::span<const int64_t> numbers) {
  const std::vector<BlockDeltas> changes = ByBlock(deltas, numbers);
  std::vector<ChangedBlock> blocks;
  blocks.reserve(changes.size());
  for (const auto& [series, block, first, last] : changes) {
    blocks.push_back({series, block, {}, true});
  }
  absl::StatusOr<sql::Statement> read = connection.Prepare(
      "SELECT days FROM rollup WHERE county = ?1 AND series = ?2 AND block = ?3");
  if (!read.ok()) return read.status();
  absl::Status done = read->RunEach(
      blocks.size(),
      [&](sql::Statement& query, size_t i) {
        query.BindAll(county, blocks[i].series, blocks[i].block);
      },
      [&](sql::Statement& row, size_t i) {
        blocks[i].is_new = false;
        return AppendDays(row.Bytes(0), changes[i].first, changes[i].last, blocks[i].days);
      });
  for (size_t i = 0; i < blocks.size() && done.ok(); ++i) {
    if (!blocks[i].is_new) continue;
    done = AppendDays("", changes[i].first, changes[i].last, blocks[i].days);
  }
  if (!done.ok()) return done;
  return blocks;
}

absl::Status SaveBlocks(sql::Connection& connection, std::string_view county,
                        std::span<const ChangedBlock> blocks) {
  return SaveRows(connection, kSave, blocks, [&](sql::Statement& save, const ChangedBlock& block) {
    save.BindAll(county, block.series, block.block, sql::Blob(block.days));
  });
}

absl::StatusOr<std::vector<SeriesPtr>> LoadSeries(sql::Connection& connection,
                                                  std::string_view county) {
  absl::StatusOr<std::map<int64_t, SeriesKey>> keys = ListSeries(connection, county);
  if (!keys.ok()) return keys.status();
  SeriesLoader loader(*std::move(keys));
  absl::Status read = sql::QueryOnce(
      connection, "SELECT series, block, days FROM rollup WHERE county = ?1 ORDER BY series, block",
      [&](sql::Statement& row) { return loader.Add(row); }, county);
  if (!read.ok()) return read;
  return std::move(loader).Take();
}

}  // namespace bangfu::reporting
