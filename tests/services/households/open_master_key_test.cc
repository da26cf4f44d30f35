#include "services/households/open_master_key.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/server/process.h"
#include "services/common/sql/migration.h"
#include "services/common/status/errors.h"
#include "services/households/households_server.h"
#include "services/households/key_ring.h"
#include "tests/services/common/sql/test_database.h"

namespace bangfu::households {
namespace {

constexpr size_t kVersionBeforeCheckValues = 2;

class OpenMasterKeyTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus()); }

  // A directory of that name beside the database.
  std::string Directory(std::string_view name) {
    std::string path = database_.File(name);
    std::filesystem::create_directory(path);
    return path;
  }
  std::string KeyFile(std::string_view name) { return Directory(name) + "/master.key"; }
  absl::StatusOr<seal::MasterKey> Open(std::string_view name) {
    return OpenMasterKey(*connection_, Directory(name), entropy_);
  }
  // A household's key, as a program wrote it before databases kept check values.
  void MakeOlderDatabase(std::string_view with_key_in) {
    connection_ = older_.Open();
    ASSERT_EQ(sql::Migrate(*connection_, Migrations().first(kVersionBeforeCheckValues)),
              absl::OkStatus());
    const KeyRing keys(*seal::MasterKey::LoadOrCreate(KeyFile(with_key_in), entropy_), entropy_);
    ASSERT_TRUE(keys.Create(*connection_, {"510524", "H0001"}).ok());
    ASSERT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
  }
  size_t CheckValues() { return database_.Rows(*connection_, "master_key_check").size(); }
  void ExpectMismatch(std::string_view name) {
    const absl::Status status = Open(name).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(status), "MASTER_KEY_MISMATCH");
    EXPECT_EQ(status.message(), "the master key in " + KeyFile(name) +
                                    " is not the one of this database: every copy needs the same");
  }

  sql::TestDatabase database_;
  sql::TestDatabase older_;
  seal::SystemEntropy entropy_;
  std::unique_ptr<sql::Connection> connection_ = database_.Open();
};

TEST_F(OpenMasterKeyTest, FreshDatabaseGetsAKeyAndItsCheckValueOnce) {
  const auto made = Open("a");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(CheckValues(), 1u);
  const auto again = Open("a");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->key(), made->key());
  EXPECT_EQ(CheckValues(), 1u);
}

TEST_F(OpenMasterKeyTest, SecondDirectoryWithoutAKeyIsRefusedAndGetsNone) {
  ASSERT_TRUE(Open("a").ok());
  const absl::Status status = Open("b").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.ToString().find("every copy needs the same"), std::string::npos) << status;
  EXPECT_FALSE(std::filesystem::exists(KeyFile("b")));
}

TEST_F(OpenMasterKeyTest, SecondDirectoryWithTheSameKeyIsAccepted) {
  const auto made = Open("a");
  std::filesystem::copy_file(KeyFile("a"), KeyFile("b"));
  const auto opened = Open("b");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->key(), made->key());
}

TEST_F(OpenMasterKeyTest, KeyOfAnotherInstallationIsRefusedThoughNothingIsSealedYet) {
  ASSERT_TRUE(Open("a").ok());
  ASSERT_TRUE(seal::MasterKey::LoadOrCreate(KeyFile("b"), entropy_).ok());
  ExpectMismatch("b");
  EXPECT_TRUE(Open("a").ok());
}

TEST_F(OpenMasterKeyTest, OlderDatabaseGetsTheValueOfTheKeyThatOpensItsKeys) {
  MakeOlderDatabase("a");
  ASSERT_TRUE(Open("a").ok());
  EXPECT_EQ(CheckValues(), 1u);
  ASSERT_EQ(connection_->Execute("DELETE FROM household_key"), absl::OkStatus());
  ASSERT_TRUE(seal::MasterKey::LoadOrCreate(KeyFile("b"), entropy_).ok());
  ExpectMismatch("b");
}

TEST_F(OpenMasterKeyTest, OlderDatabaseRefusesAKeyThatDoesNotOpenItsKeysAndGetsNoValue) {
  MakeOlderDatabase("a");
  ASSERT_TRUE(seal::MasterKey::LoadOrCreate(KeyFile("b"), entropy_).ok());
  ExpectMismatch("b");
  EXPECT_EQ(CheckValues(), 0u);
  EXPECT_EQ(Open("c").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(OpenMasterKeyTest, WithoutADirectoryThereIsNoKey) {
  EXPECT_EQ(OpenMasterKey(*connection_, "", entropy_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(OpenMasterKeyTest, OfCopiesThatStartAtOnceWithDirectoriesOfTheirOwnOneIsServed) {
  if (!database_.on_server()) return;  // nobody shares a file
  const sql::TestDatabase fresh;
  server::Admission admission({});
  std::vector<absl::Status> ends(4);
  {
    std::vector<std::jthread> copies;
    for (size_t i = 0; i < ends.size(); ++i) {
      copies.emplace_back([&, i] {
        server::ProcessOptions options;
        options.data_dir = fresh.File("copy" + std::to_string(i));
        options.database = fresh.url();
        ends[i] = MakeHouseholdsServer(options, admission).status();
      });
    }
  }
  EXPECT_EQ(std::count_if(ends.begin(), ends.end(), absl::IsNotFound), 3) << ends[0] << ends[1];
  EXPECT_EQ(std::count(ends.begin(), ends.end(), absl::OkStatus()), 1) << ends[2] << ends[3];
}

}  // namespace
}  // namespace bangfu::households
