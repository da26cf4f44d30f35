// A database with the tables of a journal, and a verb that appends to it.
#ifndef BANGFU_TESTS_SERVICES_COMMON_JOURNAL_JOURNAL_DATABASE_H_
#define BANGFU_TESTS_SERVICES_COMMON_JOURNAL_JOURNAL_DATABASE_H_

#include <memory>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "services/common/journal/appender.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/transaction.h"
#include "tests/services/common/sql/test_database.h"

namespace bangfu::journal {

namespace embedded {
std::span<const sql::Migration> Migrations();
}

class JournalDatabase {
 public:
  JournalDatabase() : connection_(database_.Open()) {
    EXPECT_EQ(sql::Migrate(*connection_, embedded::Migrations()), absl::OkStatus());
  }

  sql::Connection& connection() { return *connection_; }
  sql::ConnectionFactory factory() const { return database_.factory(); }

  static EntryStamp Stamp(const std::string& county) {
    return {"projects", county, absl::FromUnixSeconds(1609459200), "loopback", "r1"};
  }

  // Appends "event 0", "event 1", ... in one transaction.
  static void AppendTo(sql::Connection& connection, const std::string& county, int count) {
    absl::StatusOr<Appender> appender = Appender::Open(connection, Stamp(county));
    ASSERT_TRUE(appender.ok()) << appender.status();
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(appender->Append("event " + std::to_string(i)).ok());
    }
    ASSERT_TRUE(appender->Close().ok());
  }

  void Append(const std::string& county, int count) {
    auto transaction = sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
    ASSERT_TRUE(transaction.ok());
    AppendTo(*connection_, county, count);
    ASSERT_TRUE(transaction->Commit().ok());
  }

 private:
  sql::TestDatabase database_;
  std::unique_ptr<sql::Connection> connection_;
};

}  // namespace bangfu::journal

#endif  // BANGFU_TESTS_SERVICES_COMMON_JOURNAL_JOURNAL_DATABASE_H_
