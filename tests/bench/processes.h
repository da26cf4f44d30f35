// The suite as real processes on loopback, for as long as the object lives. Found beside this
// program; data in a temporary directory.
#ifndef BANGFU_TESTS_BENCH_PROCESSES_H_
#define BANGFU_TESTS_BENCH_PROCESSES_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace bangfu::bench {

// One child process that writes the address it listens on into a port file.
class Process {
 public:
  // Starts `program` with the arguments and waits until it listens.
  static absl::StatusOr<std::unique_ptr<Process>> Start(std::vector<std::string> command,
                                                        std::string port_file);
  ~Process();  // SIGTERM, then waits
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& address() const { return address_; }
  // Most memory it ever had resident, KiB.
  absl::StatusOr<long> PeakResidentKib() const;

 private:
  Process(pid_t pid, std::string address) : pid_(pid), address_(std::move(address)) {}

  const pid_t pid_;
  const std::string address_;
};

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class Suite {
 public:
  static absl::StatusOr<std::unique_ptr<Suite>> Start();

  const std::string& gateway() const { return processes_.at("gateway")->address(); }
  // Peak resident memory of each process, KiB.
  absl::StatusOr<std::map<std::string, long>> PeakResidentKib() const;

 private:
  TemporaryDirectory directory_;
  std::map<std::string, std::unique_ptr<Process>> processes_;
};

// Where this program's neighbours are.
std::string ProgramDirectory();

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PROCESSES_H_
