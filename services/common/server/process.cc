#include "services/common/server/process.h"

#include <cerrno>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include <spdlog/spdlog.h>

#include "services/common/net/loopback.h"
#include "services/common/server/logging.h"
#include "services/common/server/port_file.h"
#include "services/common/server/signal_waiter.h"
#include "services/common/status/errors.h"

// Read by jemalloc, where a program is linked with it (bangfu_program in CMakeLists.txt). What was
// freed goes back to the system within a second instead of ten: an import frees on many threads,
// and what each kept for itself was more than half of a process's memory.
extern "C" const char* malloc_conf;
const char* malloc_conf = "dirty_decay_ms:1000,muzzy_decay_ms:0";

namespace bangfu::server {
namespace {

using Make = std::function<absl::StatusOr<std::unique_ptr<ServiceSet>>()>;

int Fail(const absl::Status& status) {
  std::cerr << program_invocation_short_name << ": " << status.message() << '\n';
  if (absl::IsInvalidArgument(status)) return kExitUsage;
  return ReasonOf(status) == "SCHEMA_TOO_NEW" ? kExitSchema : kExitUnavailable;
}

absl::StatusOr<std::unique_ptr<RunningServer>> StartServer(const ProcessOptions& options,
                                                           const Make& make) {
  // Before `make`, which may create the data directory.
  if (absl::Status allowed = net::CheckLoopback(options.address, "listen on"); !allowed.ok()) {
    return allowed;
  }
  absl::StatusOr<std::unique_ptr<ServiceSet>> services = make();
  if (!services.ok()) return services.status();
  return RunningServer::Start(options, *std::move(services));
}

int Serve(const ProcessOptions& options, const Admission& admission, const Make& make,
          SignalWaiter& signals) {
  absl::StatusOr<std::unique_ptr<RunningServer>> server = StartServer(options, make);
  if (!server.ok()) return Fail(server.status());
  std::unique_ptr<PortFile> port_file;
  if (!options.port_file.empty()) {
    auto written = PortFile::Write(options.port_file, (*server)->address());
    if (!written.ok()) return Fail(written.status());
    port_file = *std::move(written);
  }
  spdlog::info("version {} listening on {}", Version(), (*server)->address());
  if (!options.reproducible_seed.empty()) {
    spdlog::warn(
        "--reproducible-seed is set: clock and keys are fixed, for synthetic records only");
  }
  const int signal = signals.Wait();
  spdlog::info("signal {}: draining, {} calls in flight", signal, admission.calls_in_flight());
  (*server)->Drain(options.drain_timeout);
  spdlog::info("stopped");
  return kExitOk;
}

}  // namespace

int Run(const ProcessOptions& options, Admission& admission, const Make& make) {
  SetUpLogging(options.log_level);
  // Debian builds Abseil with the search for lock cycles on; gRPC's mutexes pay for it on every
  // call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  std::signal(SIGPIPE, SIG_IGN);  // a closed connection is an error of its call, not our end
  SignalWaiter signals;
  try {
    return Serve(options, admission, make, signals);
  } catch (const std::exception& thrown) {
    return Fail(absl::InternalError(std::string("unexpected failure: ") + thrown.what()));
  }
}

}  // namespace bangfu::server
