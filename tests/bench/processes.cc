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
#include <iterator>
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
  const std::string program = command[0];
  command.push_back("--port-file=" + port_file);
  // Whoever kills the measurement ends its processes, too.
  const char* const with_us[] = {"setpriv", "--pdeathsig", "KILL", "--"};
  command.insert(command.begin(), std::begin(with_us), std::end(with_us));
  const absl::StatusOr<pid_t> pid = Spawn(command);
  if (!pid.ok()) return pid.status();
  const auto give_up = std::chrono::steady_clock::now() + kStartTimeout;
  while (std::chrono::steady_clock::now() < give_up) {
    if (std::string address = ReadPortFile(port_file); !address.empty()) {
      return std::unique_ptr<Process>(new Process(*pid, std::move(address)));
    }
    if (waitpid(*pid, nullptr, WNOHANG) != 0) {
      return absl::InternalError(program + " ended at once");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // it wants the processor itself
  }
  kill(*pid, SIGKILL);
  waitpid(*pid, nullptr, 0);
  return absl::DeadlineExceededError(program + " does not listen");
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
  suite->first_start_s_ = *started;
  return suite;
}

// The gateway first: it holds streams from the others.
void Suite::Stop() {
  for (const char* name : {"gateway", "reporting", "projects", "households"}) {
    for (const std::string& label : Labels(name)) processes_.erase(label);
  }
}

std::vector<std::string> Suite::Labels(const std::string& name) const {
  std::vector<std::string> labels = {name};
  for (int copy = 2; copy <= options_.copies; ++copy) {
    labels.push_back(name + "." + std::to_string(copy));
  }
  return labels;
}

std::string Suite::Addresses(const std::string& name) const {
  std::string addresses;
  for (const std::string& label : Labels(name)) {
    addresses += (addresses.empty() ? "" : ",") + processes_.at(label)->address();
  }
  return addresses;
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

absl::StatusOr<double> Suite::StartOne(const std::string& label,
                                       const std::vector<std::string>& command) {
  const std::string port_file = directory_.path() + "/" + label + ".port";
  std::filesystem::remove(port_file);
  const absl::Time begin = absl::Now();
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(command, port_file);
  if (!process.ok()) return process.status();
  if (absl::Status serving = AwaitServing((*process)->address()); !serving.ok()) return serving;
  processes_[label] = *std::move(process);
  return absl::ToDoubleSeconds(absl::Now() - begin);
}

absl::StatusOr<std::map<std::string, double>> Suite::StartAgain() {
  std::vector<std::string> peers;
  std::map<std::string, double> seconds;
  for (const std::string name : {"households", "projects", "reporting", "gateway"}) {
    for (const std::string& label : Labels(name)) {
      const absl::StatusOr<double> taken = StartOne(label, Command(name, peers));
      if (!taken.ok()) return taken.status();
      seconds[label] = *taken;
    }
    peers.push_back("--" + name + "=" + Addresses(name));
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
