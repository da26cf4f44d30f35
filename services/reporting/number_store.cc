#include "services/reporting/number_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/common/sql/query.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

// How one table gives numbers.
struct Numbering {
  std::string_view find;    // the number by county and names
  std::string_view last;    // the highest by county
  std::string_view insert;  // county, names, number
  int columns;              // of a name
};

constexpr Numbering kCells = {
    "SELECT cell FROM cell WHERE county = ?1 AND programme = ?2 AND kind = ?3 AND pillar = ?4 "
    "AND project = ?5 AND facet = ?6",
    "SELECT max(cell) FROM cell WHERE county = ?1",
    "INSERT INTO cell (county, programme, kind, pillar, project, facet, cell) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    5};
constexpr Numbering kSeries = {
    "SELECT series FROM series WHERE county = ?1 AND programme = ?2 AND scope = ?3 AND kind = ?4 "
    "AND facet = ?5",
    "SELECT max(series) FROM series WHERE county = ?1",
    "INSERT INTO series (county, programme, scope, kind, facet, series) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    4};

void BindName(sql::Statement& statement, std::string_view county, const Cell& cell) {
  statement.BindAll(county, cell.programme, Number(cell.kind), cell.pillar, cell.project,
                    cell.facet);
}

void BindName(sql::Statement& statement, std::string_view county, const SeriesKey& key) {
  statement.BindAll(county, key.programme, key.scope, Number(key.kind), key.facet);
}

template <typename Name>
absl::Status GiveNumbers(sql::Connection& connection, const Numbering& numbering,
                         std::string_view county, const std::vector<const Name*>& names,
                         std::vector<int64_t>& numbers) {
  int64_t last = 0;
  absl::Status read = sql::QueryOnce(
      connection, numbering.last, [&](sql::Statement& row) { last = row.Int64(0); }, county);
  if (!read.ok()) return read;
  std::vector<size_t> unnumbered;
  for (size_t i = 0; i < names.size(); ++i) {
    if (numbers[i] != 0) continue;
    numbers[i] = ++last;
    unnumbered.push_back(i);
  }
  absl::StatusOr<sql::Statement> insert = connection.Prepare(numbering.insert);
  if (!insert.ok()) return insert.status();
  return insert->RunEach(
      unnumbered.size(),
      [&](sql::Statement& row, size_t i) {
        BindName(row, county, *names[unnumbered[i]]);
        row.Bind(2 + numbering.columns, numbers[unnumbered[i]]);
      },
      [](sql::Statement&, size_t) { return absl::OkStatus(); });
}

// In order; those that have none get one.
template <typename Name>
absl::StatusOr<std::vector<int64_t>> NumbersOf(sql::Connection& connection,
                                               const Numbering& numbering, std::string_view county,
                                               const std::vector<const Name*>& names) {
  std::vector<int64_t> numbers(names.size(), 0);
  absl::StatusOr<sql::Statement> find = connection.Prepare(numbering.find);
  if (!find.ok()) return find.status();
  absl::Status found = find->RunEach(
      names.size(), [&](sql::Statement& query, size_t i) { BindName(query, county, *names[i]); },
      [&](sql::Statement& row, size_t i) {
        numbers[i] = row.Int64(0);
        return absl::OkStatus();
      });
  if (found.ok() && std::find(numbers.begin(), numbers.end(), 0) != numbers.end()) {
    found = GiveNumbers(connection, numbering, county, names, numbers);
  }
  if (!found.ok()) return found;
  return numbers;
}

// Columns programme, kind, pillar, project, facet, from `first` on.
Cell CellIn(const sql::Statement& row, int first) {
  return {std::string(row.Text(first)), static_cast<v1::FactKind>(row.Int64(first + 1)),
          static_cast<int32_t>(row.Int64(first + 2)), std::string(row.Text(first + 3)),
          std::string(row.Text(first + 4))};
}

}  // namespace

absl::StatusOr<NumberedCells> NumberedCells::Of(sql::Connection& connection,
                                                std::string_view county,
                                                const std::vector<Fact>& facts) {
  NumberedCells cells(connection, county);
  std::vector<const Cell*> names;
  const Cell* last = nullptr;  // neighbours are mostly of one cell
  for (const Fact& fact : facts) {
    if (last != nullptr && *last == fact.cell) continue;
    const auto [place, is_new] = cells.numbers_.try_emplace(fact.cell, 0);
    last = &place->first;
    if (is_new) names.push_back(last);
  }
  const absl::StatusOr<std::vector<int64_t>> numbers = NumbersOf(connection, kCells, county, names);
  if (!numbers.ok()) return numbers.status();
  for (size_t i = 0; i < names.size(); ++i) cells.Add(*names[i], (*numbers)[i]);
  return cells;
}

absl::Status NumberedCells::Find(const std::vector<int64_t>& numbers) {
  absl::StatusOr<sql::Statement> find = connection_->Prepare(
      "SELECT programme, kind, pillar, project, facet FROM cell WHERE county = ?1 AND cell = ?2");
  if (!find.ok()) return find.status();
  return find->RunEach(
      numbers.size(), [&](sql::Statement& query, size_t i) { query.BindAll(county_, numbers[i]); },
      [&](sql::Statement& row, size_t i) {
        Add(CellIn(row, 0), numbers[i]);
        return absl::OkStatus();
      });
}

int64_t NumberedCells::NumberOf(const Cell& cell) const {
  const auto found = numbers_.find(cell);
  return found == numbers_.end() ? 0 : found->second;
}

const Cell* NumberedCells::CellOf(int64_t number) const {
  const auto found = cells_.find(number);
  return found == cells_.end() ? nullptr : found->second;
}

void NumberedCells::Add(const Cell& cell, int64_t number) {
  const auto place = numbers_.insert_or_assign(cell, number).first;
  cells_[number] = &place->first;
}

absl::StatusOr<std::map<int64_t, Cell>> ListCells(sql::Connection& connection,
                                                  std::string_view county,
                                                  std::string_view programme, v1::FactKind kind) {
  std::map<int64_t, Cell> cells;
  absl::Status read = sql::QueryOnce(
      connection,
      "SELECT cell, programme, kind, pillar, project, facet FROM cell "
      "WHERE county = ?1 AND programme = ?2 AND kind = ?3",
      [&](sql::Statement& row) { cells.emplace(row.Int64(0), CellIn(row, 1)); }, county, programme,
      Number(kind));
  if (!read.ok()) return read;
  return cells;
}

absl::StatusOr<std::vector<int64_t>> NumberSeries(sql::Connection& connection,
                                                  std::string_view county,
                                                  const SeriesDeltas& deltas) {
  std::vector<const SeriesKey*> keys;
  keys.reserve(deltas.size());
  for (const auto& [key, days] : deltas) keys.push_back(&key);
  return NumbersOf(connection, kSeries, county, keys);
}

absl::StatusOr<std::map<int64_t, SeriesKey>> ListSeries(sql::Connection& connection,
                                                        std::string_view county,
                                                        std::optional<int64_t> changed_after) {
  constexpr std::string_view kAll =
      "SELECT series, programme, scope, kind, facet FROM series WHERE county = ?1";
  constexpr std::string_view kChanged =
      "SELECT series, programme, scope, kind, facet FROM series WHERE county = ?1 AND series IN "
      "(SELECT series FROM rollup_change WHERE county = ?1 AND county_size > ?2)";
  absl::StatusOr<sql::Statement> query = connection.Prepare(changed_after ? kChanged : kAll);
  if (!query.ok()) return query.status();
  query->BindAll(county);
  if (changed_after) query->Bind(2, *changed_after);
  std::map<int64_t, SeriesKey> keys;
  absl::Status read = query->ForEachRow([&](sql::Statement& row) {
    keys.emplace(row.Int64(0),
                 SeriesKey{std::string(row.Text(1)), std::string(row.Text(2)),
                           static_cast<v1::FactKind>(row.Int64(3)), std::string(row.Text(4))});
  });
  if (!read.ok()) return read;
  return keys;
}

}  // namespace bangfu::reporting
