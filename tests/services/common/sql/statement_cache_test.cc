#include "services/common/sql/statement_cache.h"

#include <optional>

#include <gtest/gtest.h>

#include "tests/services/common/sql/temp_database.h"

namespace bangfu::sql {
namespace {

class StatementCacheTest : public ::testing::Test {
 protected:
  uint64_t prepared() const { return connection_->statement_cache_stats().prepared - before_; }
  uint64_t hits() const { return connection_->statement_cache_stats().hits; }

  TempDirectory directory_;
  std::unique_ptr<Connection> connection_ =
      MustOpen(directory_.File("db"), Access::kReadWrite, {.statements_kept_max = 2});
  uint64_t before_ = connection_->statement_cache_stats().prepared;
};

TEST_F(StatementCacheTest, SameTextIsPreparedOnce) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Column(*connection_, "SELECT 1").size(), 1u);
  EXPECT_EQ(prepared(), 1u);
  EXPECT_EQ(hits(), 4u);
}

TEST_F(StatementCacheTest, LeastRecentlyUsedGoesFirst) {
  for (const char* sql : {"SELECT 1", "SELECT 2", "SELECT 1", "SELECT 3"})
    Column(*connection_, sql);
  EXPECT_EQ(prepared(), 3u);
  Column(*connection_, "SELECT 1");
  EXPECT_EQ(prepared(), 3u);
  Column(*connection_, "SELECT 2");
  EXPECT_EQ(prepared(), 4u);
}

TEST_F(StatementCacheTest, TextLentTwiceAtOnceGivesTwoStatements) {
  absl::StatusOr<Statement> outer = connection_->Prepare("SELECT ?1");
  absl::StatusOr<Statement> inner = connection_->Prepare("SELECT ?1");
  ASSERT_TRUE(outer.ok() && inner.ok());
  ASSERT_TRUE(outer->Bind(1, 1).Step().value());
  ASSERT_TRUE(inner->Bind(1, 2).Step().value());
  EXPECT_EQ(outer->Int64(0), 1);
  EXPECT_EQ(inner->Int64(0), 2);
}

TEST_F(StatementCacheTest, StatementsSideBySideAreKept) {
  for (int i = 0; i < 3; ++i) {
    absl::StatusOr<Statement> one = connection_->Prepare("SELECT ?1");
    absl::StatusOr<Statement> other = connection_->Prepare("SELECT ?1");
    ASSERT_TRUE(one.ok() && other.ok());
  }
  EXPECT_EQ(prepared(), 2u);
}

TEST_F(StatementCacheTest, LentStatementsAreNotDropped) {
  absl::StatusOr<Statement> first = connection_->Prepare("SELECT 1");
  absl::StatusOr<Statement> second = connection_->Prepare("SELECT 2");
  absl::StatusOr<Statement> third = connection_->Prepare("SELECT 3");
  ASSERT_TRUE(first.ok() && second.ok() && third.ok());
  EXPECT_TRUE(first->Step().value());
  EXPECT_EQ(first->Int64(0), 1);
}

TEST_F(StatementCacheTest, ReturnedStatementHasNothingBoundAndNoRow) {
  {
    absl::StatusOr<Statement> query = connection_->Prepare("SELECT ?1");
    ASSERT_TRUE(query->Bind(1, "left over").Step().value());
  }
  absl::StatusOr<Statement> again = connection_->Prepare("SELECT ?1");
  ASSERT_TRUE(again->Step().value());
  EXPECT_TRUE(again->IsNull(0));
}

}  // namespace
}  // namespace bangfu::sql
