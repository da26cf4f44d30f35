#include "services/common/seal/master_key.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include <gtest/gtest.h>

namespace bangfu::seal {
namespace {

namespace fs = std::filesystem;

class MasterKeyFile : public testing::Test {
 protected:
  MasterKeyFile() {
    std::string pattern = testing::TempDir() + "master_key_XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    path_ = directory_ / "master.key";
  }
  ~MasterKeyFile() override { fs::remove_all(directory_); }

  void Write(size_t size, mode_t mode) {
    std::ofstream(path_) << std::string(size, 'k');
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
  }
  mode_t Mode() const {
    struct stat found {};
    EXPECT_EQ(::stat(path_.c_str(), &found), 0);
    return found.st_mode & 07777;
  }
  absl::StatusOr<MasterKey> LoadOrCreate() { return MasterKey::LoadOrCreate(path_, entropy_); }

  fs::path directory_;
  fs::path path_;
  SystemEntropy entropy_;
};

TEST_F(MasterKeyFile, IsMadeOnceForItsOwnerOnly) {
  const mode_t umask_before = ::umask(0);
  const auto made = LoadOrCreate();
  ::umask(umask_before);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Mode(), 0600);
  EXPECT_EQ(fs::file_size(path_), 32);
  EXPECT_EQ(MasterKey::Load(path_)->key(), made->key());
  EXPECT_EQ(LoadOrCreate()->key(), made->key());
}

TEST_F(MasterKeyFile, LeavesNoDraftBehind) {
  ASSERT_TRUE(LoadOrCreate().ok());
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_), {}), 1);
}

TEST_F(MasterKeyFile, IsTheSameForAllWhoMakeItAtOnce) {
  std::vector<absl::StatusOr<MasterKey>> keys(8);  // default: an error
  {
    std::vector<std::jthread> threads;
    threads.reserve(keys.size());
    for (auto& key : keys) threads.emplace_back([&] { key = LoadOrCreate(); });
  }
  for (const auto& key : keys) {
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->key(), keys[0]->key());
  }
}

TEST_F(MasterKeyFile, IsRefusedWhenOthersMayReadIt) {
  for (const mode_t mode : {0640, 0604, 0644, 0660, 0700, 04600}) {
    Write(32, mode);
    const absl::Status status = LoadOrCreate().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  }
  Write(32, 0644);
  EXPECT_EQ(LoadOrCreate().status().message(),
            "the master key file " + path_.string() +
                " has mode 0644, expected 0600: others could read it; if nobody did, chmod 600 it");
  Write(32, 0400);
  EXPECT_TRUE(LoadOrCreate().ok());
}

TEST_F(MasterKeyFile, IsRefusedWhenItsSizeIsWrong) {
  for (const size_t size : {0, 31, 33}) {
    Write(size, 0600);
    EXPECT_EQ(LoadOrCreate().status().message(), "the master key file " + path_.string() + " has " +
                                                     std::to_string(size) + " bytes, expected 32");
  }
}

TEST_F(MasterKeyFile, IsRefusedWhenItIsNoRegularFile) {
  fs::create_directory(path_);
  EXPECT_EQ(LoadOrCreate().status().code(), absl::StatusCode::kFailedPrecondition);
  fs::remove(path_);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(LoadOrCreate().status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(MasterKeyFile, IsNotMadeByLoadNorWhereThereIsNoDirectory) {
  EXPECT_EQ(MasterKey::Load(path_).status().code(), absl::StatusCode::kNotFound);
  path_ = directory_ / "missing" / "master.key";
  EXPECT_EQ(LoadOrCreate().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(MasterKeyFile, CheckValueStaysWhatDatabasesHaveKept) {
  Write(32, 0600);
  EXPECT_EQ(absl::BytesToHexString(CheckValue(*MasterKey::Load(path_))),
            "6bc095df58d4457d3a06c87fb6ec7d772ca06af2d16d7364794868ce2eafbd16");
}

TEST_F(MasterKeyFile, CheckValueTellsAnotherKey) {
  const auto first = LoadOrCreate();
  fs::remove(path_);
  const auto second = LoadOrCreate();
  EXPECT_EQ(CheckValue(*first), CheckValue(*first));
  EXPECT_NE(CheckValue(*first), CheckValue(*second));
}

}  // namespace
}  // namespace bangfu::seal
