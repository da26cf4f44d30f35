#include "services/common/sql/transaction.h"

#include <gtest/gtest.h>

#include "tests/services/common/sql/test_database.h"

namespace bangfu::sql {
namespace {

class TransactionTest : public ::testing::Test {
 protected:
  TransactionTest() {
    EXPECT_TRUE(connection_->Execute("CREATE TABLE t (id INTEGER) STRICT").ok());
  }
  void Insert(int id) {
    EXPECT_TRUE(connection_->Prepare("INSERT INTO t VALUES (?1)")->Bind(1, id).Run().ok());
  }
  Transaction Begin() { return *Transaction::Begin(*connection_, TransactionKind::kWrite); }
  std::vector<int64_t> Rows() { return Column(*connection_, "SELECT id FROM t ORDER BY id"); }

  TestDatabase database_;
  std::unique_ptr<Connection> connection_ = database_.Open();
};

TEST_F(TransactionTest, StaysOnlyWhenCommitted) {
  {
    Transaction dropped = Begin();
    Insert(1);
  }
  Transaction kept = Begin();
  Insert(2);
  EXPECT_TRUE(kept.Commit().ok());
  EXPECT_EQ(Rows(), std::vector<int64_t>{2});
  EXPECT_FALSE(connection_->InTransaction());
}

TEST_F(TransactionTest, SavepointsAreUndoneAloneAndNest) {
  Transaction transaction = Begin();
  Insert(1);
  {
    Savepoint outer = *Savepoint::Set(*connection_);
    Insert(2);
    Savepoint inner = *Savepoint::Set(*connection_);
    Insert(3);
    EXPECT_TRUE(inner.Rollback().ok());
    EXPECT_TRUE(outer.Release().ok());
  }
  {
    Savepoint dropped = *Savepoint::Set(*connection_);
    Insert(4);
  }
  EXPECT_TRUE(transaction.Commit().ok());
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 2}));
}

TEST_F(TransactionTest, LostTransactionCannotBeCommitted) {
  Transaction transaction = Begin();
  Savepoint part = *Savepoint::Set(*connection_);
  Insert(1);
  ASSERT_TRUE(RunSql(*connection_, "ROLLBACK").ok());
  EXPECT_EQ(part.Release().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(transaction.Commit().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Rows().empty());
}

}  // namespace
}  // namespace bangfu::sql
