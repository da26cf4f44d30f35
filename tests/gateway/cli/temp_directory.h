// A directory of files for one test, which goes with it.
#ifndef BANGFU_TESTS_GATEWAY_CLI_TEMP_DIRECTORY_H_
#define BANGFU_TESTS_GATEWAY_CLI_TEMP_DIRECTORY_H_

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace bangfu::cli {

class TempDirectory {
 public:
  TempDirectory() : path_(testing::TempDir() + "/bangfu-cli-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no directory in " << testing::TempDir();
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  const std::string& path() const { return path_; }

  void Write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << content;
  }

 private:
  std::string path_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_TESTS_GATEWAY_CLI_TEMP_DIRECTORY_H_
