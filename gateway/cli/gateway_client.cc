#include "gateway/cli/gateway_client.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"

namespace bangfu::cli {
namespace {

// A stream's own deadline: far away, but every call has one.
constexpr absl::Duration kStreamTimeout = absl::Hours(12);

std::unique_ptr<grpc::ClientContext> ContextWith(absl::Duration timeout, std::string_view journal) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (!journal.empty()) context->AddMetadata("bangfu-service", std::string(journal));
  return context;
}

}  // namespace

GatewayClient::GatewayClient(const std::string& address, absl::Duration timeout)
    : channel_(server::MakeChannel(address)), timeout_(timeout) {}

std::unique_ptr<grpc::ClientContext> GatewayClient::NewContext(std::string_view journal) const {
  return ContextWith(timeout_, journal);
}

std::unique_ptr<grpc::ClientContext> GatewayClient::NewStreamContext(
    std::string_view journal) const {
  return ContextWith(kStreamTimeout, journal);
}

absl::Status ToStatus(const grpc::Status& status) {
  absl::Status converted = server::FromGrpcStatus(status);
  const std::vector<FieldViolation> violations = ViolationsOf(converted);
  if (violations.size() < 2) return converted;  // the message tells the one
  std::string message = status.error_message();
  for (const FieldViolation& violation : violations) {
    message += "\n  " + violation.field + ": " + violation.description;
  }
  return {converted.code(), message};
}

struct Watchdog::State {
  std::mutex mutex;
  std::condition_variable changed;
  int expected = 0;
  bool ending = false;
  bool fired = false;
  std::chrono::steady_clock::time_point due;
  std::chrono::steady_clock::duration timeout;
  std::thread thread;

  void Watch(grpc::ClientContext& context) {
    std::unique_lock<std::mutex> lock(mutex);
    while (!ending && !fired) {
      if (expected == 0) {
        changed.wait(lock);
      } else if (std::chrono::steady_clock::now() < due) {
        changed.wait_until(lock, due);
      } else {
        fired = true;
        context.TryCancel();
      }
    }
  }
};

Watchdog::Watchdog(grpc::ClientContext& context, absl::Duration timeout)
    : state_(std::make_unique<State>()) {
  state_->timeout = absl::ToChronoNanoseconds(timeout);
  state_->thread = std::thread([state = state_.get(), &context] { state->Watch(context); });
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    state_->ending = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
}

void Watchdog::Expect() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->expected++ > 0) return;
  state_->due = std::chrono::steady_clock::now() + state_->timeout;
  state_->changed.notify_all();
}

void Watchdog::Answered() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  --state_->expected;
  state_->due = std::chrono::steady_clock::now() + state_->timeout;
}

bool Watchdog::fired() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->fired;
}

}  // namespace bangfu::cli
