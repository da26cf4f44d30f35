// What a database of an older schema becomes, on each backend.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "services/common/sql/migration.h"
#include "services/reporting/county_loader.h"
#include "services/reporting/reporting_server.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/reporting/copies.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

// One row in each table that schema 2 has, of a journal whose owner has other entries by now.
constexpr std::string_view kRowsOfSchema2 = R"sql(
INSERT INTO followed_log VALUES ('510524', 'projects', 7, CAST('' AS BLOB));
INSERT INTO cell VALUES ('510524', 1, 'p', 1, 1, 'cattle', '');
INSERT INTO fact VALUES ('510524', 1, 5, 0, 0, 's', 1, 1, 'r', '', CAST('' AS BLOB));
INSERT INTO presence VALUES ('510524', 1, 's', CAST('' AS BLOB), CAST('' AS BLOB), 1);
INSERT INTO subject_cell VALUES ('510524', 1, 's', 1);
INSERT INTO series VALUES ('510524', 1, 'p', 'programme', 1, '');
INSERT INTO rollup VALUES ('510524', 1, 5, 1, 1, 1);
INSERT INTO county_commit VALUES ('510524', 7, 'projects', 0, 7);
INSERT INTO rollup_change VALUES ('510524', 7, 1, 5, 1, 1, 1);
INSERT INTO programme VALUES ('000000', 'p');
INSERT INTO designation VALUES ('000000', 'p', '510524', 5);
INSERT INTO published_case VALUES ('510524', 'c', 'p', 's', 1, NULL, NULL);
INSERT INTO case_payment VALUES ('510524', 's', 'p', 1, 5, 100);
INSERT INTO copy_lease VALUES ('older', 3);
)sql";

TEST(SchemaTest, OlderDatabaseFollowsTheLogsFromTheirBeginning) {
  const Journals journals = SomeOfEach();
  auto older = std::make_shared<sql::TestDatabase>();
  {
    const auto connection = older->Open();
    ASSERT_EQ(sql::Migrate(*connection, Migrations().first(2)), absl::OkStatus());
    ASSERT_EQ(connection->Execute(kRowsOfSchema2), absl::OkStatus());
  }
  Reporting migrated(older, Sharing::kAlone);
  EXPECT_TRUE(migrated.snapshots().All().empty());
  migrated.ApplyAll(journals);
  Reporting fresh;
  fresh.ApplyAll(journals);
  EXPECT_EQ(migrated.Dump(), fresh.Dump());
}

}  // namespace
}  // namespace bangfu::reporting
