#include "services/common/sql/migration.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/services/common/sql/test_database.h"

namespace bangfu::sql {
namespace embedded {
std::span<const Migration> Migrations();  // Generated from schema/*.sql.
}

namespace {

class MigrationTest : public ::testing::Test {
 protected:
  int64_t version() { return connection_->SchemaVersion().value(); }

  TestDatabase database_;
  std::unique_ptr<Connection> connection_ = database_.Open();
};

TEST_F(MigrationTest, EmbeddedFilesRunInOrderAndOnce) {
  for (int run = 0; run < 2; ++run) {
    ASSERT_EQ(Migrate(*connection_, embedded::Migrations()), absl::OkStatus());
    EXPECT_EQ(version(), 2);
  }
  EXPECT_EQ(embedded::Migrations()[1].name, "0002_second");
  EXPECT_EQ(Column(*connection_, "SELECT id FROM second"), (std::vector<int64_t>{2, 3}));
}

TEST_F(MigrationTest, OlderDatabaseGetsOnlyWhatItLacks) {
  ASSERT_EQ(Migrate(*connection_, embedded::Migrations().first(1)), absl::OkStatus());
  EXPECT_EQ(version(), 1);
  ASSERT_EQ(Migrate(*connection_, embedded::Migrations()), absl::OkStatus());
  EXPECT_EQ(version(), 2);
}

TEST_F(MigrationTest, NewerDatabaseIsRefusedWithBothNumbersInOneLine) {
  ASSERT_TRUE(connection_->SetSchemaVersion(7).ok());
  const absl::Status status = Migrate(*connection_, embedded::Migrations());
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), connection_->name() +
                                  " has schema version 7, this program knows versions up to 2: "
                                  "start a newer program");
}

TEST_F(MigrationTest, FailedMigrationLeavesTheDatabaseBeforeIt) {
  const Migration broken[] = {
      {1, "0001_good", "CREATE TABLE good (id INTEGER) STRICT"},
      {2, "0002_bad", "CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"}};
  const absl::Status status = Migrate(*connection_, broken);
  EXPECT_NE(status.ToString().find("0002_bad"), std::string::npos) << status;
  EXPECT_EQ(version(), 1);
  EXPECT_TRUE(Column(*connection_, "SELECT id FROM good").empty());
  EXPECT_FALSE(connection_->Prepare("SELECT id FROM half").ok());
}

}  // namespace
}  // namespace bangfu::sql
