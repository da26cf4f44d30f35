// The life of a service process: flags, logging, data directory, server, signals, drain, exit code.
// A main.cc declares its options, builds its services and hands them to Run.
#ifndef BANGFU_SERVICES_COMMON_SERVER_PROCESS_H_
#define BANGFU_SERVICES_COMMON_SERVER_PROCESS_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/server_builder.h>

#include "services/common/server/admission.h"
#include "services/common/server/version.h"

namespace CLI {
class App;
}

namespace bangfu::server {

// What every service process takes, as flags or environment variables (BANGFU_ADDRESS, ...).
struct ProcessOptions {
  // host:port to listen on; loopback only (127.0.0.0/8, [::1], localhost). Port 0 takes a free one.
  std::string address;
  // Directory of the process's data; empty for a process that keeps none.
  std::string data_dir;
  // URL of a PostgreSQL database that keeps the records instead; empty: none. May hold a password.
  std::string database;
  // Where to write "host:port\n" once listening; empty: nowhere. For scripts and tests.
  std::string port_file;
  // trace, debug, info, warn, error.
  std::string log_level = "info";
  // Calls in flight at most, but for streams that stand (admission.h).
  int calls_in_flight_max = 1024;
  // How long to let calls finish after SIGTERM.
  absl::Duration drain_timeout = absl::Seconds(10);
  // Fixed clock and derived keys for demos and tests; empty in real use.
  std::string reproducible_seed;
  // Whether to serve gRPC's channelz: counters of connections and calls, for debugging.
  bool channelz = false;
};

// Adds the flags of ProcessOptions (--data and --database only with `has_data`, and then one of
// them is required), --version and --help to an app that has its name and description; what the app
// adds of its own comes after. `options` must outlive the app.
void AddProcessFlags(CLI::App& app, ProcessOptions& options, std::string_view default_address,
                     bool has_data);

// Parses; returns an exit code to end with (help, version, bad usage), or -1 to go on.
int ParseFlags(CLI::App& app, int argc, char** argv);

// What a process serves. Built after flags are parsed; destroyed after the drain, in reverse order.
class ServiceSet {
 public:
  virtual ~ServiceSet() = default;
  // Registers its gRPC services (each must outlive the server), and a generic one if it has it.
  virtual void Register(grpc::ServerBuilder& builder) = 0;
  // Comes before Start(). `report` tells whether the process can do its work: while it cannot,
  // health is NOT_SERVING, and all else goes on. From any thread, until Stop() has returned.
  virtual void ReportTo(std::function<void(bool able)> /*report*/) {}
  // The server listens: start following, reconnecting and the like.
  virtual absl::Status Start() { return absl::OkStatus(); }
  // SIGTERM or SIGINT came: end streams that would stay open, refuse new work.
  virtual void BeginDrain() {}
  // The server has shut down, no call is left: finish queues, close storage.
  virtual void Stop() {}
  // Whether gRPC's own reflection is to be registered (the gateway has its own).
  virtual bool WantsReflection() const { return true; }
};

// Exit codes.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 2;        // flags: an INVALID_ARGUMENT of `make` as well
inline constexpr int kExitUnavailable = 3;  // port taken, data or database not usable
inline constexpr int kExitSchema = 4;       // database newer than the program

// Builds (by `make`), serves until SIGTERM or SIGINT, drains, and returns the exit code. A failure
// is one line on stderr, and an error of `make` with the reason SCHEMA_TOO_NEW is kExitSchema.
// Health is SERVING from Start on, unless the services report that they are not able, and
// NOT_SERVING from the signal on; a second signal ends the process at once. Signals are taken by
// sigwait in a thread of its own: no thread may be started before Run, so they are started inside
// `make` or later.
int Run(const ProcessOptions& options, Admission& admission,
        const std::function<absl::StatusOr<std::unique_ptr<ServiceSet>>()>& make);

// The same without process-wide parts (signals, logging, port file), for tests: serves on
// options.address until destroyed.
class RunningServer {
 public:
  // Listens, registers and starts the services. INVALID_ARGUMENT for an address that is not
  // loopback, UNAVAILABLE when it cannot be listened on ("cannot listen on 127.0.0.1:5001: the port
  // is in use"), else the error of ServiceSet::Start.
  static absl::StatusOr<std::unique_ptr<RunningServer>> Start(const ProcessOptions& options,
                                                              std::unique_ptr<ServiceSet> services);
  // Drains with options.drain_timeout, unless that was done.
  virtual ~RunningServer() = default;
  // host:port it listens on.
  virtual const std::string& address() const = 0;
  // Health NOT_SERVING, BeginDrain, then calls may finish until `timeout` and are cancelled after
  // it, then Stop. Idempotent; not to be called by two threads at once.
  virtual void Drain(absl::Duration timeout) = 0;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_PROCESS_H_
