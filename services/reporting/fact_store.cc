#include "services/reporting/fact_store.h"

#include <string>
#include <tuple>
#include <utility>

#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO fact (county, programme, kind, pillar, project, day, seq, ordinal, facet, "
    "subject, delta, quantity, record, document, leaf_hash) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";

// Both answered by the index alone.
constexpr std::string_view kCountsSince =
    "SELECT day FROM fact INDEXED BY fact_by_subject "
    "WHERE county = ?1 AND subject = ?2 AND programme = ?3 AND kind = ?4 AND pillar = ?5 "
    "AND project = ?6 AND facet = ?7 AND delta = 1 ORDER BY day LIMIT 1 OFFSET ("
    "SELECT count(*) FROM fact INDEXED BY fact_by_subject "
    "WHERE county = ?1 AND subject = ?2 AND programme = ?3 AND kind = ?4 AND pillar = ?5 "
    "AND project = ?6 AND facet = ?7 AND delta = -1)";
constexpr std::string_view kAll =
    "SELECT pillar, project, facet, day, delta FROM fact INDEXED BY fact_by_subject "
    "WHERE county = ?1 AND subject = ?2 AND programme = ?3 AND kind = ?4";

constexpr std::string_view kMoney =
    "SELECT kind, day, CAST(sum(quantity) AS INTEGER) FROM fact INDEXED BY fact_by_subject "
    "WHERE county = ?1 AND subject = ?2 AND programme = ?3 GROUP BY kind, day";

// An enum would be bound as a floating-point number.
int Number(v1::FactKind kind) { return static_cast<int>(kind); }

class StoredHistory final : public SubjectHistory {
 public:
  StoredHistory(std::string_view county, sql::Statement counts_since, sql::Statement all)
      : county_(county), counts_since_(std::move(counts_since)), all_(std::move(all)) {}

  absl::StatusOr<std::vector<std::optional<int32_t>>> CountsSince(
      const std::vector<Place>& places) override {
    std::vector<std::optional<int32_t>> answers(places.size());
    absl::Status read = counts_since_.RunEach(
        places.size(),
        [&](sql::Statement& query, size_t i) {
          const Cell& cell = *places[i].cell;
          query.BindAll(county_, places[i].subject, cell.programme, Number(cell.kind), cell.pillar,
                        cell.project, cell.facet);
        },
        [&](sql::Statement& row, size_t i) {
          answers[i] = static_cast<int32_t>(row.Int64(0));
          return absl::OkStatus();
        });
    if (!read.ok()) return read;
    return answers;
  }

  absl::StatusOr<std::vector<std::vector<Item>>> All(const std::vector<Place>& places) override {
    std::vector<std::vector<Item>> answers(places.size());
    absl::Status read = all_.RunEach(
        places.size(),
        [&](sql::Statement& query, size_t i) {
          const Cell& cell = *places[i].cell;
          query.BindAll(county_, places[i].subject, cell.programme, Number(cell.kind));
        },
        [&](sql::Statement& row, size_t i) {
          const Cell& cell = *places[i].cell;
          answers[i].push_back({{cell.programme, cell.kind, static_cast<int32_t>(row.Int64(0)),
                                 std::string(row.Text(1)), std::string(row.Text(2))},
                                ChangeIn(row, 3)});
          return absl::OkStatus();
        });
    if (!read.ok()) return read;
    return answers;
  }

 private:
  static Change ChangeIn(const sql::Statement& row, int column) {
    return {static_cast<int32_t>(row.Int64(column)), static_cast<int32_t>(row.Int64(column + 1))};
  }

  const std::string county_;
  sql::Statement counts_since_;
  sql::Statement all_;
};

}  // namespace

bool KeyBefore(const Fact& a, const Fact& b) {
  const auto key = [](const Fact& f) {
    return std::tie(f.cell.programme, f.cell.kind, f.cell.pillar, f.cell.project, f.day, f.seq,
                    f.ordinal);
  };
  return key(a) < key(b);
}

absl::Status InsertFacts(sql::Connection& connection, std::string_view county,
                         std::span<const Fact> facts) {
  absl::StatusOr<sql::Statement> insert = connection.Prepare(kInsert);
  if (!insert.ok()) return insert.status();
  for (const Fact& fact : facts) {
    absl::Status inserted =
        insert
            ->BindAll(county, fact.cell.programme, Number(fact.cell.kind), fact.cell.pillar,
                      fact.cell.project, fact.day.days, fact.seq, fact.ordinal, fact.cell.facet,
                      fact.subject, fact.delta, fact.quantity, fact.record, fact.document,
                      sql::Blob(journal::HashBytes(fact.leaf_hash)))
            .Run();
    if (!inserted.ok()) return inserted;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<SubjectHistory>> OpenHistory(sql::Connection& connection,
                                                            std::string_view county) {
  absl::StatusOr<sql::Statement> counts_since = connection.Prepare(kCountsSince);
  if (!counts_since.ok()) return counts_since.status();
  absl::StatusOr<sql::Statement> all = connection.Prepare(kAll);
  if (!all.ok()) return all.status();
  return std::make_unique<StoredHistory>(county, *std::move(counts_since), *std::move(all));
}

absl::StatusOr<CaseMoney> ReadCaseMoney(sql::Connection& connection, std::string_view county,
                                        Case definition) {
  CaseMoney money{.definition = std::move(definition)};
  absl::StatusOr<sql::Statement> query = connection.Prepare(kMoney);
  if (!query.ok()) return query.status();
  absl::Status read = query->BindAll(county, money.definition.person, money.definition.programme)
                          .ForEachRow([&](sql::Statement& row) {
                            const auto kind = static_cast<v1::FactKind>(row.Int64(0));
                            if (!IsMoney(kind)) return;
                            money.fen_by_day[kind][static_cast<int32_t>(row.Int64(1))] =
                                row.Int64(2);
                          });
  if (!read.ok()) return read;
  return money;
}

}  // namespace bangfu::reporting
