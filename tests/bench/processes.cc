#include "tests/bench/processes.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "health/v1/health.grpc.pb.h"
#include "services/common/server/client_channel.h"

extern char** environ;

namespace bangfu::bench {
namespace {

constexpr std::chrono::seconds kStartTimeout(120);

// What the program prints goes to the file, if one is named.
absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& command,
                            const std::string& output = {}) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  if (!output.empty()) {
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  }
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return absl::ErrnoToStatus(error, "cannot start " + command[0]);
  return pid;
}

// Until the health service says so.
absl::Status AwaitServing(const std::string& address) {
  const auto stub = grpc::health::v1::Health::NewStub(server::MakeChannel(address));
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + kStartTimeout);
  const auto watch = stub->Watch(&context, {});
  grpc::health::v1::HealthCheckResponse response;
  while (watch->Read(&response)) {
    if (response.status() != grpc::health::v1::HealthCheckResponse::SERVING) continue;
    context.TryCancel();
    watch->Finish();
    return absl::OkStatus();
  }
  return absl::DeadlineExceededError(address +
                                     " does not serve: " + watch->Finish().error_message());
}

// Empty until the process has written it.
std::string ReadPortFile(const std::string& path) {
  std::ifstream file(path);
  std::string address;
  std::getline(file, address);
  return address;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(std::vector<std::string> command,
                                                        std::string port_file) {
  command.push_back("--port-file=" + port_file);
  const absl::StatusOr<pid_t> pid = Spawn(command);
  if (!pid.ok()) return pid.status();
  const auto give_up = std::chrono::steady_clock::now() + kStartTimeout;
  while (std::chrono::steady_clock::now() < give_up) {
    if (std::string address = ReadPortFile(port_file); !address.empty()) {
      return std::unique_ptr<Process>(new Process(*pid, std::move(address)));
    }
    if (waitpid(*pid, nullptr, WNOHANG) != 0) {
      return absl::InternalError(command[0] + " ended at once");
    }
    std::this_thread::yield();
  }
  kill(*pid, SIGKILL);
  waitpid(*pid, nullptr, 0);
  return absl::DeadlineExceededError(command[0] + " does not listen");
}

Process::~Process() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

absl::StatusOr<long> Process::StatusField(const char* field) const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  std::string word;
  while (status >> word) {
    long kib = 0;
    if (word == field && status >> kib) return kib;
  }
  return absl::NotFoundError(std::string("no ") + field + " of process " + std::to_string(pid_));
}

TemporaryDirectory::TemporaryDirectory() {
  path_ = (std::filesystem::temp_directory_path() / "bangfu-bench-XXXXXX").string();
  if (mkdtemp(path_.data()) == nullptr) abort();
}

TemporaryDirectory::~TemporaryDirectory() { std::filesystem::remove_all(path_); }

std::string ProgramDirectory() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

absl::StatusOr<int> RunToEnd(const std::vector<std::string>& command, const std::string& output) {
  const absl::StatusOr<pid_t> pid = Spawn(command, output);
  if (!pid.ok()) return pid.status();
  int state = 0;
  waitpid(*pid, &state, 0);
  return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

absl::StatusOr<std::unique_ptr<Suite>> Suite::Start(const SuiteOptions& options) {
  std::unique_ptr<Suite> suite(new Suite(options));
  const auto started = suite->StartAgain();
  if (!started.ok()) return started.status();
  return suite;
}

// The gateway first: it holds streams from the others.
void Suite::Stop() {
  for (const char* name : {"gateway", "reporting", "projects", "households"}) {
    processes_.erase(name);
  }
}

std::vector<std::string> Suite::Command(const std::string& name,
                                        const std::vector<std::string>& peers) const {
  std::vector<std::string> command = {ProgramDirectory() + "/bangfu-" + name,
                                      "--address=127.0.0.1:0", "--log-level=warn"};
  // projects knows households; reporting and gateway know all that stand before them.
  command.insert(command.end(), peers.begin(), peers.end());
  if (name == "gateway") return command;
  command.push_back("--data=" + DataOf(name));
  if (options_.database) command.push_back("--database=" + options_.database(name));
  if (name == "reporting" && !options_.definitions.empty()) {
    command.push_back("--definitions=" + options_.definitions);
  }
  return command;
}

absl::StatusOr<std::map<std::string, double>> Suite::StartAgain() {
  std::vector<std::string> peers;
  std::map<std::string, double> seconds;
  for (const std::string name : {"households", "projects", "reporting", "gateway"}) {
    const std::string port_file = DataOf(name) + ".port";
    std::filesystem::remove(port_file);
    const absl::Time begin = absl::Now();
    absl::StatusOr<std::unique_ptr<Process>> process =
        Process::Start(Command(name, peers), port_file);
    if (!process.ok()) return process.status();
    absl::Status serving = AwaitServing((*process)->address());
    if (!serving.ok()) return serving;
    seconds[name] = absl::ToDoubleSeconds(absl::Now() - begin);
    peers.push_back("--" + name + "=" + (*process)->address());
    processes_[name] = *std::move(process);
  }
  return seconds;
}

absl::StatusOr<std::map<std::string, long>> Suite::PeakResidentKib() const {
  std::map<std::string, long> peaks;
  for (const auto& [name, process] : processes_) {
    absl::StatusOr<long> peak = process->PeakResidentKib();
    if (!peak.ok()) return peak.status();
    peaks[name] = *peak;
  }
  return peaks;
}

absl::StatusOr<std::map<std::string, long>> Suite::ResidentKib() const {
  std::map<std::string, long> sizes;
  for (const auto& [name, process] : processes_) {
    absl::StatusOr<long> size = process->ResidentKib();
    if (!size.ok()) return size.status();
    sizes[name] = *size;
  }
  return sizes;
}

}  // namespace bangfu::bench
