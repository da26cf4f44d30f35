#include "services/common/sql/data_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include <gtest/gtest.h>

#include "tests/services/common/sql/temp_database.h"

namespace bangfu::sql {
namespace {

std::string Refusal(const std::string& path) {
  const absl::Status status = DataDirectory::Open(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  return std::string(status.message());
}

TEST(DataDirectory, AbsentOneIsCreatedForItsOwnerAlone) {
  const TempDirectory temp;
  const absl::StatusOr<DataDirectory> made = DataDirectory::Open(temp.File("a/b/"));
  ASSERT_TRUE(made.ok()) << made.status();
  struct stat found {};
  ASSERT_EQ(stat(temp.File("a/b").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
  EXPECT_EQ(made->File("x.db"), temp.File("a/b/x.db"));
}

TEST(DataDirectory, TwoUsersNeverShareOne) {
  const TempDirectory temp;
  std::optional<DataDirectory> first = DataDirectory::Open(temp.File("d")).value();
  const DataDirectory moved = *std::move(first);
  first.reset();
  EXPECT_EQ(Refusal(temp.File("d")),
            "data directory " + temp.File("d") + " is in use by another process");
}

TEST(DataDirectory, LockEndsWithTheObject) {
  const TempDirectory temp;
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(DataDirectory::Open(temp.File("d")).ok());
}

TEST(DataDirectory, FileInItsPlaceIsRefused) {
  const TempDirectory temp;
  std::ofstream(temp.File("file")) << "x";
  for (const char* path : {"file", "file/below"}) {
    EXPECT_EQ(Refusal(temp.File(path)),
              "data directory " + temp.File(path) + " is not a directory");
  }
}

TEST(DataDirectory, OneThatCannotBeWrittenIsRefused) {
  const TempDirectory temp;
  const std::string locked = temp.File("locked");
  ASSERT_EQ(mkdir(locked.c_str(), 0500), 0);
  // Modes do not bind the superuser: no file can be made in /proc, whoever tries.
  const std::string path = geteuid() == 0 ? "/proc" : locked;
  EXPECT_EQ(Refusal(path).rfind("data directory " + path + " is not writable: ", 0), 0u);
  const std::string below = path + "/new";
  EXPECT_EQ(Refusal(below).rfind("data directory " + below + " cannot be created: ", 0), 0u);
}

TEST(DataDirectory, EmptyPathIsRefused) { EXPECT_EQ(Refusal(""), "no data directory is given"); }

}  // namespace
}  // namespace bangfu::sql
