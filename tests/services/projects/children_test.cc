// Which records of a page are completed, from which rows: all of them while they are small, and no
// more than a page holds and one slice when they are not.
#include "services/projects/children.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/sql/query.h"
#include "tests/services/projects/world.h"

namespace bangfu::projects {
namespace {

constexpr int kSlice = static_cast<int>(kSliceSize);

std::string_view IdOf(const v1::Project& project) {
  return names::ProjectName::Parse(project.name())->project;
}

class ChildrenTest : public ::testing::Test {
 protected:
  // `count` records, each with two rows; between them stand rows of others.
  std::vector<v1::Project> Insert(int count) {
    std::vector<v1::Project> projects;
    for (int i = 0; i < count; ++i) {
      const std::string id = "p" + std::to_string(10'000 + i);
      projects.emplace_back().set_name("programmes/p/projects/" + id);
      InsertRow(id, "510524");
      InsertRow(id, "610826");
      InsertRow(id + "-other", "510524");
    }
    return projects;
  }

  // Each row that is taken makes its record `bytes` longer.
  std::vector<v1::Project> Complete(std::vector<v1::Project> projects, size_t bytes) {
    absl::StatusOr<std::vector<v1::Project>> completed = WithChildren(
        world_.connection(),
        "SELECT project, county FROM project_county "
        "WHERE programme = ?1 AND project >= ?2 AND project <= ?3 ORDER BY project, county",
        absl::StatusOr<std::vector<v1::Project>>(std::move(projects)), IdOf,
        [&](sql::Statement& row, v1::Project& project) {
          ++rows_taken_;
          project.add_counties(std::string(row.Text(1)) + std::string(bytes, '.'));
        },
        std::string_view("p"));
    EXPECT_TRUE(completed.ok()) << completed.status();
    for (const v1::Project& project : *completed) EXPECT_EQ(project.counties_size(), 2);
    return *std::move(completed);
  }

  World world_;
  int rows_taken_ = 0;

 private:
  void InsertRow(const std::string& project, std::string_view county) {
    ASSERT_TRUE(sql::RunOnce(world_.connection(),
                             "INSERT INTO project_county (programme, project, county) "
                             "VALUES ('p', ?1, ?2)",
                             std::string_view(project), county)
                    .ok());
  }
};

TEST_F(ChildrenTest, SmallRecordsAreAllCompletedHoweverManySlicesTheyAre) {
  for (const int count : {0, 1, kSlice, kSlice + 1, 2 * kSlice + 3}) {
    EXPECT_EQ(sql::RunOnce(world_.connection(), "DELETE FROM project_county"), absl::OkStatus());
    EXPECT_EQ(Complete(Insert(count), 0).size(), static_cast<size_t>(count));
  }
}

TEST_F(ChildrenTest, RowsBehindThePageAreNotReadButForASlice) {
  // A record is a little more than a fortieth of a page: the first slice is more than one.
  EXPECT_EQ(Complete(Insert(3 * kSlice), records::kPageBytesMax / 80).size(), kSliceSize);
  EXPECT_EQ(rows_taken_, 2 * kSlice);
}

TEST_F(ChildrenTest, SlicesFollowWhileThePageIsNotFull) {
  // Two slices are as much as a page, and not a byte more were it not for the names.
  EXPECT_EQ(Complete(Insert(3 * kSlice), records::kPageBytesMax / (4 * kSliceSize)).size(),
            2 * kSliceSize);
  EXPECT_EQ(rows_taken_, 4 * kSlice);
}

// A page is cut where it would be were all of it read: it tells of what follows even where its
// first record is more than a page by itself.
TEST_F(ChildrenTest, APageThatItsFirstRecordFillsSaysThatMoreFollow) {
  std::vector<v1::Project> all = Insert(2 * kSlice);
  AddText(all.front().mutable_descriptions(), "en", std::string(records::kPageBytesMax, 'x'));
  v1::ListProjectsResponse response;
  const absl::Status filled = records::FillPage<v1::Project>(
      {"test"}, 1000, "",
      [&](const records::PageQuery&) -> absl::StatusOr<std::vector<v1::Project>> {
        return Complete(all, 0);
      },
      IdOf, response.mutable_projects(), response);
  ASSERT_TRUE(filled.ok()) << filled;
  EXPECT_EQ(rows_taken_, 2 * kSlice);
  EXPECT_EQ(response.projects_size(), 1);
  EXPECT_EQ(*records::DecodePageToken({"test"}, response.next_page_token()), "p10000");
}

}  // namespace
}  // namespace bangfu::projects
