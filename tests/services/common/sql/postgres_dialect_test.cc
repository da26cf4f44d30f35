#include "services/common/sql/postgres_dialect.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bangfu::sql {
namespace {

TEST(PostgresDialect, WritesWhatPostgresqlTakes) {
  const struct {
    std::string_view ours;
    std::string_view theirs;
  } cases[] = {
      {"SELECT a FROM t WHERE b = ?1 AND c = ?12", "SELECT a FROM t WHERE b = $1 AND c = $12"},
      {"CREATE TABLE t (a INTEGER NOT NULL, b TEXT, c BLOB, d REAL) STRICT, WITHOUT ROWID;",
       "CREATE TABLE t (a bigint NOT NULL, b text COLLATE \"C\", c bytea, d double precision) ;"},
      {"CREATE TABLE t (a INTEGER) STRICT", "CREATE TABLE t (a bigint) "},
      {"SELECT a FROM t INDEXED BY t_by_a WHERE a = ?1", "SELECT a FROM t WHERE a = $1"},
      {"SELECT CAST(sum(a) AS INTEGER) FROM t", "SELECT CAST(sum(a) AS bigint) FROM t"},
      // Literals, comments and longer words stay.
      {"SELECT 'TEXT ?1 it''s STRICT' -- INTEGER ?2\nFROM t",
       "SELECT 'TEXT ?1 it''s STRICT' -- INTEGER ?2\nFROM t"},
      {"SELECT INTEGERS, my_TEXT FROM t", "SELECT INTEGERS, my_TEXT FROM t"},
      {"", ""},
      {"SELECT 'open", "SELECT 'open"},
  };
  for (const auto& c : cases) EXPECT_EQ(ToPostgres(c.ours), c.theirs);
}

TEST(PostgresDialect, ScriptFallsIntoItsStatements) {
  using Statements = std::vector<std::string>;
  EXPECT_EQ(StatementsForPostgres("-- a; b\nSELECT 1;\n\nSELECT ';';;\n-- the end\n"),
            (Statements{"-- a; b\nSELECT 1", "\n\nSELECT ';'"}));
  EXPECT_EQ(StatementsForPostgres("CREATE TABLE t (a INTEGER) STRICT; DROP TABLE t"),
            (Statements{"CREATE TABLE t (a bigint) ", " DROP TABLE t"}));
  EXPECT_EQ(StatementsForPostgres(" \n-- nothing"), Statements());
}

TEST(PostgresDialect, InsertOfOneRowIsFound) {
  const auto insert = ParseRowInsert("INSERT INTO t (a, b) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
  ASSERT_TRUE(insert.has_value());
  EXPECT_EQ(insert->columns, 2);
  EXPECT_EQ(insert->on_conflict, RowInsert::OnConflict::kFail);
  EXPECT_EQ(insert->CopySql(), "COPY t (a, b) FROM STDIN (FORMAT binary)");
  EXPECT_EQ(insert->ValuesSql(2),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING");
}

TEST(PostgresDialect, UpsertKeepsItsClause) {
  const auto upsert = ParseRowInsert(
      "INSERT INTO t (a, b) VALUES (?1, ?2) ON CONFLICT (a) DO UPDATE SET b = excluded.b");
  ASSERT_TRUE(upsert.has_value());
  EXPECT_EQ(upsert->on_conflict, RowInsert::OnConflict::kUpdate);
  EXPECT_EQ(upsert->ValuesSql(1),
            "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b");
}

TEST(PostgresDialect, OtherStatementsAreNotCollected) {
  for (const char* sql :
       {"SELECT 1", "INSERT INTO t VALUES (?1)", "INSERT INTO t (a, b) VALUES (?2, ?1)",
        "INSERT INTO t (a, b) VALUES (?1, 7)", "INSERT INTO t (a) SELECT ?1",
        "INSERT INTO t (a) VALUES (?1) RETURNING a", "INSERT INTO t (a", "DELETE FROM t", ""}) {
    EXPECT_FALSE(ParseRowInsert(sql).has_value()) << sql;
  }
}

}  // namespace
}  // namespace bangfu::sql
