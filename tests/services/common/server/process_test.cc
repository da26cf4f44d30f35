#include "services/common/server/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/services/common/server/stand_in.h"

extern char** environ;

namespace bangfu::server {
namespace {

// The process of test_server_main.cc, whose stderr is read line by line.
class TestServer {
 public:
  explicit TestServer(std::vector<std::string> arguments) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    arguments.insert(arguments.begin(), BANGFU_TEST_SERVER);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, BANGFU_TEST_SERVER, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    stderr_ = fdopen(ends[0], "r");
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() {
    if (pid_ > 0) {
      Signal(SIGKILL);
      Exit();
    }
    fclose(stderr_);
  }

  // The next line without its end; empty at the end of it all.
  std::string Line() {
    std::string line;
    for (int byte = fgetc(stderr_); byte != EOF && byte != '\n'; byte = fgetc(stderr_)) {
      line += static_cast<char>(byte);
    }
    return line;
  }

  // The rest of the line that has `words`, behind them.
  std::string After(std::string_view words) {
    for (std::string line = Line(); !line.empty(); line = Line()) {
      const size_t at = line.find(words);
      if (at != std::string::npos) return line.substr(at + words.size());
    }
    ADD_FAILURE() << "no line has: " << words;
    return {};
  }

  void Signal(int signal) const { kill(pid_, signal); }

  int Exit() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  FILE* stderr_ = nullptr;
};

TEST(Process, ServesUntilSigtermAndLeavesNoPortFile) {
  const std::string file = ::testing::TempDir() + "bangfu-port-" + std::to_string(getpid());
  TestServer server({"--port-file", file});
  server.After("listening on ");
  std::string address;
  std::getline(std::ifstream(file), address);
  EXPECT_TRUE(MakeChannel(address)->WaitForConnected(std::chrono::system_clock::now() + kPatience));
  server.Signal(SIGTERM);
  server.After("draining");
  EXPECT_EQ(server.Exit(), kExitOk);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(Process, LogLineHasTimeLevelAndMessage) {
  TestServer server({});
  const std::string line = server.Line();
  EXPECT_TRUE(line.substr(10, 1) == "T" && line.substr(23, 6) == "Z info") << line;
}

TEST(Process, ReproducibleSeedIsToldLoudly) {
  TestServer server({"--reproducible-seed=demo", "--log-level=warn"});
  EXPECT_NE(server.Line().find("warning --reproducible-seed"), std::string::npos);
}

TEST(Process, SecondSignalEndsAStuckDrain) {
  TestServer server({"--drain-timeout-s=3600"});
  const auto channel = MakeChannel(server.After("listening on "));
  const auto stub = JournalService::NewStub(channel);
  PendingCall stuck(*stub);
  server.After("a call is held");
  server.Signal(SIGTERM);
  server.After("draining");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Exit(), 128 + SIGTERM);
  EXPECT_FALSE(stuck.Wait().ok());
}

struct FailureCase {
  const char* name;
  std::vector<std::string> arguments;
  int exit_code;
  const char* line;
};

class ProcessFailure : public ::testing::TestWithParam<FailureCase> {};

TEST_P(ProcessFailure, IsOneLineAndAnExitCode) {
  TestServer server(GetParam().arguments);
  EXPECT_EQ(server.Line(), std::string("bangfu_test_server: ") + GetParam().line);
  EXPECT_EQ(server.Line(), "");
  EXPECT_EQ(server.Exit(), GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(
    , ProcessFailure,
    ::testing::Values(
        FailureCase{"NotLoopback",
                    {"--address=0.0.0.0:50051"},
                    kExitUsage,
                    "refuses to listen on 0.0.0.0:50051: only loopback until TLS and tokens exist"},
        FailureCase{"NoSuchPortFileFolder",
                    {"--port-file=/nonexistent/p"},
                    kExitUnavailable,
                    "cannot write the port file /nonexistent/p: No such file or directory"},
        FailureCase{"StorageUnusable", {"--fail=IN_USE"}, kExitUnavailable, "as asked"},
        FailureCase{"SchemaTooNew", {"--fail=SCHEMA_TOO_NEW"}, kExitSchema, "as asked"},
        FailureCase{"Exception", {"--fail=THROW"}, kExitUnavailable, "unexpected failure: thrown"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Process, TakenPortIsOneLineAndExitCode3) {
  TestServer first({});
  const std::string address = first.After("listening on ");
  TestServer second({"--address", address});
  EXPECT_EQ(second.Line(),
            "bangfu_test_server: cannot listen on " + address + ": the port is in use");
  EXPECT_EQ(second.Line(), "");
  EXPECT_EQ(second.Exit(), kExitUnavailable);
}

}  // namespace
}  // namespace bangfu::server
