// The suite as real processes on loopback, for as long as the object lives. Found beside this
// program; data in a temporary directory.
#ifndef BANGFU_TESTS_BENCH_PROCESSES_H_
#define BANGFU_TESTS_BENCH_PROCESSES_H_

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
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
  // Most memory it ever had resident, and what it has now, KiB.
  absl::StatusOr<long> PeakResidentKib() const { return StatusField("VmHWM:"); }
  absl::StatusOr<long> ResidentKib() const { return StatusField("VmRSS:"); }

 private:
  absl::StatusOr<long> StatusField(const char* field) const;

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

// What of the suite is not as usual.
struct SuiteOptions {
  std::string
      definitions;  // directory of indicators and templates; empty: those beside the programs
  // Of a service's flags: the URL of a database of its own, instead of SQLite. Empty: SQLite.
  std::function<std::string(const std::string& service)> database;
  int copies = 1;  // of every process; several want a database that they share
};

// Of several copies the second is called "gateway.2", and so on.
class Suite {
 public:
  static absl::StatusOr<std::unique_ptr<Suite>> Start(const SuiteOptions& options = {});

  // Ends all processes; their data stay.
  void Stop();
  // Ends one of them; the others go on without it.
  void Stop(const std::string& name) { processes_.erase(name); }
  // Starts them again on the same data, at other addresses. How long each took from its start until
  // it served, in seconds, by name.
  absl::StatusOr<std::map<std::string, double>> StartAgain();

  // That of the first start.
  const std::map<std::string, double>& first_start_s() const { return first_start_s_; }

  // Of its copies by comma, as every client takes them.
  std::string gateway() const { return Addresses("gateway"); }
  std::string reporting() const { return Addresses("reporting"); }
  // Where a service keeps its data.
  std::string DataOf(const std::string& service) const { return directory_.path() + "/" + service; }
  // Peak resident memory of each process, KiB.
  absl::StatusOr<std::map<std::string, long>> PeakResidentKib() const;
  // Resident memory of each process now, KiB.
  absl::StatusOr<std::map<std::string, long>> ResidentKib() const;

 private:
  explicit Suite(SuiteOptions options) : options_(std::move(options)) {}

  std::vector<std::string> Labels(const std::string& name) const;
  std::string Addresses(const std::string& name) const;
  std::vector<std::string> Command(const std::string& name,
                                   const std::vector<std::string>& peers) const;
  // Seconds until it served.
  absl::StatusOr<double> StartOne(const std::string& label,
                                  const std::vector<std::string>& command);

  const SuiteOptions options_;
  TemporaryDirectory directory_;
  std::map<std::string, std::unique_ptr<Process>> processes_;
  std::map<std::string, double> first_start_s_;
};

// Where this program's neighbours are.
std::string ProgramDirectory();

// Runs a program to its end, what it prints to a file; its exit code.
absl::StatusOr<int> RunToEnd(const std::vector<std::string>& command, const std::string& output);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PROCESSES_H_
