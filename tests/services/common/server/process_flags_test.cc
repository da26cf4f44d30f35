#include <stdlib.h>

#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "services/common/server/process.h"

namespace bangfu::server {
namespace {

class ProcessFlagsTest : public ::testing::Test {
 protected:
  int Parse(std::vector<std::string> arguments, bool has_data = false) {
    CLI::App app("Keeps the register.", "bangfu-households");
    AddProcessFlags(app, options_, "127.0.0.1:5001", has_data);
    std::vector<char*> argv = {program_.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = ParseFlags(app, static_cast<int>(argv.size()), argv.data());
    out_ = ::testing::internal::GetCapturedStdout();
    error_ = ::testing::internal::GetCapturedStderr();
    return code;
  }

  std::string program_ = "bangfu-households";
  ProcessOptions options_;
  std::string out_;
  std::string error_;
};

TEST_F(ProcessFlagsTest, DefaultsStand) {
  EXPECT_EQ(Parse({}), -1);
  EXPECT_EQ(options_.address, "127.0.0.1:5001");
  EXPECT_EQ(options_.log_level, "info");
  EXPECT_EQ(options_.calls_in_flight_max, 1024);
  EXPECT_EQ(options_.drain_timeout, absl::Seconds(10));
  EXPECT_FALSE(options_.channelz);
}

TEST_F(ProcessFlagsTest, EveryFlagIsTaken) {
  EXPECT_EQ(Parse({"--address=127.0.0.1:0", "--data=/tmp/d", "--port-file=/tmp/p",
                   "--log-level=debug", "--calls-in-flight-max=7", "--drain-timeout-s=3",
                   "--reproducible-seed=demo", "--channelz"},
                  true),
            -1)
      << error_;
  EXPECT_EQ(options_.address, "127.0.0.1:0");
  EXPECT_EQ(options_.data_dir, "/tmp/d");
  EXPECT_EQ(options_.port_file, "/tmp/p");
  EXPECT_EQ(options_.log_level, "debug");
  EXPECT_EQ(options_.calls_in_flight_max, 7);
  EXPECT_EQ(options_.drain_timeout, absl::Seconds(3));
  EXPECT_EQ(options_.reproducible_seed, "demo");
  EXPECT_TRUE(options_.channelz);
}

TEST_F(ProcessFlagsTest, EnvironmentStandsInForAFlagAndTheFlagWins) {
  setenv("BANGFU_ADDRESS", "127.0.0.1:1", 1);
  setenv("BANGFU_DRAIN_TIMEOUT_S", "4", 1);
  EXPECT_EQ(Parse({"--address=127.0.0.1:2"}), -1);
  unsetenv("BANGFU_ADDRESS");
  unsetenv("BANGFU_DRAIN_TIMEOUT_S");
  EXPECT_EQ(options_.address, "127.0.0.1:2");
  EXPECT_EQ(options_.drain_timeout, absl::Seconds(4));
}

TEST_F(ProcessFlagsTest, BadUsageIsOneLineAndExitCode2) {
  const std::vector<std::string> bad[] = {{"--nonsense"},
                                          {"--log-level=loud"},
                                          {"--calls-in-flight-max=0"},
                                          {"--drain-timeout-s=-1"},
                                          {"--data=/tmp/d"}};
  for (const std::vector<std::string>& arguments : bad) {
    EXPECT_EQ(Parse(arguments), kExitUsage) << arguments[0];
    EXPECT_EQ(error_.find('\n'), error_.size() - 1) << error_;
    EXPECT_TRUE(error_.starts_with("bangfu-households: ")) << error_;
  }
}

TEST_F(ProcessFlagsTest, DataDirectoryIsRequiredWhereThereIsData) {
  EXPECT_EQ(Parse({}, true), kExitUsage);
  EXPECT_NE(error_.find("--data"), std::string::npos) << error_;
}

TEST_F(ProcessFlagsTest, HelpShowsAnExampleAndVersionTheVersion) {
  EXPECT_EQ(Parse({"--help"}, true), kExitOk);
  EXPECT_NE(out_.find("Example:\n  bangfu-households --address 127.0.0.1:5001 --data "),
            std::string::npos)
      << out_;
  EXPECT_NE(out_.find("BANGFU_ADDRESS"), std::string::npos) << out_;
  EXPECT_EQ(Parse({"--version"}), kExitOk);
  EXPECT_EQ(out_, std::string(Version()) + "\n");
}

}  // namespace
}  // namespace bangfu::server
