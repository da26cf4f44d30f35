#include "tests/bench/processes.h"

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

extern char** environ;

namespace bangfu::bench {
namespace {

constexpr std::chrono::seconds kStartTimeout(20);

absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ);
  if (error != 0) return absl::ErrnoToStatus(error, "cannot start " + command[0]);
  return pid;
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

absl::StatusOr<long> Process::PeakResidentKib() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  std::string word;
  while (status >> word) {
    long kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib;
  }
  return absl::NotFoundError("no VmHWM of process " + std::to_string(pid_));
}

TemporaryDirectory::TemporaryDirectory() {
  path_ = (std::filesystem::temp_directory_path() / "bangfu-bench-XXXXXX").string();
  if (mkdtemp(path_.data()) == nullptr) abort();
}

TemporaryDirectory::~TemporaryDirectory() { std::filesystem::remove_all(path_); }

std::string ProgramDirectory() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

absl::StatusOr<std::unique_ptr<Suite>> Suite::Start() {
  auto suite = std::make_unique<Suite>();
  std::vector<std::string> peers;
  for (const std::string name : {"households", "projects", "reporting", "gateway"}) {
    const std::string base = suite->directory_.path() + "/" + name;
    std::vector<std::string> command = {ProgramDirectory() + "/bangfu-" + name,
                                        "--address=127.0.0.1:0", "--log-level=warn"};
    if (name != "gateway") command.push_back("--data=" + base);
    for (const std::string& peer : peers) {
      // projects knows households; reporting and gateway know all that stand before them.
      command.push_back(peer);
    }
    absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(command, base + ".port");
    if (!process.ok()) return process.status();
    peers.push_back("--" + name + "=" + (*process)->address());
    suite->processes_.emplace(name, *std::move(process));
  }
  return suite;
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

}  // namespace bangfu::bench
