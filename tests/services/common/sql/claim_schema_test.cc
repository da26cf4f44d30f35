#include "services/common/sql/claim_schema.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/sql/storage.h"
#include "services/common/status/errors.h"
#include "tests/services/common/sql/test_database.h"

namespace bangfu::sql {
namespace {

// Of two services that begin with the same migration, as those with a journal do.
constexpr Migration kRegister[] = {
    {1, "0001_log", "CREATE TABLE log (id INTEGER) STRICT;"},
    {2, "0002_register",
     "CREATE TABLE house (id INTEGER) STRICT;\nCREATE TABLE draft (id INTEGER) STRICT;"},
    {3, "0003_no_drafts", "DROP TABLE draft;"}};
constexpr Migration kWorks[] = {
    {1, "0001_log", "CREATE TABLE log (id INTEGER) STRICT;"},
    {2, "0002_works", "CREATE TABLE house (id INTEGER) STRICT;\nCREATE TABLE road (id INTEGER);"},
    {3, "0003_no_houses", "DROP TABLE house;"}};

class ClaimSchemaTest : public ::testing::Test {
 protected:
  absl::Status Claim(std::string_view service, std::span<const Migration> migrations) {
    return ClaimSchema(*connection_, service, migrations);
  }
  // As a program made it that kept no name, and on a server no column for one.
  void MakeNameless(std::span<const Migration> migrations) {
    if (database_.on_server()) {
      ASSERT_EQ(connection_->Execute("CREATE TABLE schema_version (version INTEGER NOT NULL)"),
                absl::OkStatus());
    }
    ASSERT_EQ(Migrate(*connection_, migrations), absl::OkStatus());
  }
  std::string service() { return connection_->SchemaService().value(); }
  std::string Refusal(const std::string& words) { return connection_->name() + ": " + words; }

  TestDatabase database_;
  std::unique_ptr<Connection> connection_ = database_.Open();
};

TEST_F(ClaimSchemaTest, EmptyDatabaseBecomesTheServices) {
  EXPECT_EQ(service(), "");
  ASSERT_EQ(Claim("register", kRegister), absl::OkStatus());
  EXPECT_EQ(service(), "register");
  EXPECT_EQ(connection_->SchemaVersion().value(), 0);
}

TEST_F(ClaimSchemaTest, NameStaysThroughMigrationsAndForOtherConnections) {
  ASSERT_EQ(Claim("register", kRegister), absl::OkStatus());
  ASSERT_EQ(Migrate(*connection_, kRegister), absl::OkStatus());
  connection_ = database_.Open();
  EXPECT_EQ(service(), "register");
  EXPECT_EQ(connection_->SchemaVersion().value(), 3);
  EXPECT_EQ(Claim("register", kRegister), absl::OkStatus());
}

TEST_F(ClaimSchemaTest, AnotherServicesDatabaseIsRefusedByBothNamesInOneLine) {
  ASSERT_EQ(Claim("register", kRegister), absl::OkStatus());
  const absl::Status status = Claim("works", kWorks);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "DATABASE_OF_ANOTHER_SERVICE");
  EXPECT_EQ(status.message(), Refusal("the database is that of register, not of works"));
  EXPECT_EQ(service(), "register");
}

TEST_F(ClaimSchemaTest, NamelessDatabaseWithTheTablesOfItsVersionIsTakenOver) {
  for (const size_t version : {1, 2, 3}) {
    SCOPED_TRACE(version);
    const TestDatabase older;
    connection_ = older.Open();
    MakeNameless(std::span(kRegister).first(version));
    ASSERT_EQ(Claim("register", kRegister), absl::OkStatus());
    EXPECT_EQ(service(), "register");
    EXPECT_EQ(connection_->SchemaVersion().value(), static_cast<int64_t>(version));
  }
}

TEST_F(ClaimSchemaTest, NamelessDatabaseWithOtherTablesIsRefusedAndStaysNameless) {
  MakeNameless(std::span(kRegister).first(2));
  EXPECT_EQ(Claim("works", kWorks).message(),
            Refusal("the database is not that of works: it has schema version 2, but no table "
                    "road"));
  EXPECT_EQ(service(), "");
}

TEST_F(ClaimSchemaTest, NamelessDatabaseOfMoreMigrationsThanAreKnownIsRefusedByItsTables) {
  MakeNameless(kRegister);
  EXPECT_EQ(ReasonOf(Claim("works", std::span(kWorks).first(2))), "DATABASE_OF_ANOTHER_SERVICE");
}

TEST_F(ClaimSchemaTest, StorageOfAnotherServiceIsNeitherMigratedNorCalledTooNew) {
  const StorageOptions theirs = {.service = "register", .file = "db", .migrations = kRegister};
  ASSERT_TRUE(OpenStorage(database_.place(), theirs).ok());
  for (const size_t known : {2, 3}) {
    StorageOptions ours = {.service = "works", .file = "db"};
    ours.migrations = std::span(kWorks).first(known);
    EXPECT_EQ(ReasonOf(OpenStorage(database_.place(), ours).status()),
              "DATABASE_OF_ANOTHER_SERVICE");
  }
  const Migration destructive[] = {
      kWorks[0], kWorks[1], kWorks[2], {4, "0004_drops", "DROP TABLE log;"}};
  StorageOptions ours = {.service = "works", .file = "db", .migrations = destructive};
  EXPECT_FALSE(OpenStorage(database_.place(), ours).ok());
  EXPECT_TRUE(OpenStorage(database_.place(), theirs)
                  ->open(Access::kReadOnly)
                  .value()
                  ->Prepare("SELECT id FROM log")
                  .ok());
}

}  // namespace
}  // namespace bangfu::sql
