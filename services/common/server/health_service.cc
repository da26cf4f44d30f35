#include "services/common/server/health_service.h"

#include <optional>
#include <utility>

namespace bangfu::server {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// One stream: writes the state whenever it differs from what was written last, and ends behind the
// last one.
class HealthService::Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse>,
                                     public std::enable_shared_from_this<Watcher> {
 public:
  using State = HealthCheckResponse::ServingStatus;

  explicit Watcher(HealthService& health) : health_(health) {}

  void Hold() { self_ = shared_from_this(); }

  void Tell(State state, bool last) {
    const absl::MutexLock lock(&mutex_);
    state_ = state;
    last_ = last_ || last;
    Advance();
  }

  void OnWriteDone(bool ok) override {
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
    last_ = last_ || !ok;
    if (!ok) told_ = state_;
    Advance();
  }

  void OnCancel() override {
    const absl::MutexLock lock(&mutex_);
    last_ = true;
    told_ = state_;
    Advance();
  }

  void OnDone() override {
    {
      const absl::MutexLock lock(&health_.mutex_);
      health_.watchers_.erase(self_);
    }
    self_.reset();  // may delete this
  }

 private:
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || ended_) return;
    if (told_ != state_) {
      told_ = state_;
      response_.set_status(*state_);
      writing_ = true;
      return StartWrite(&response_);
    }
    if (!last_) return;
    ended_ = true;
    Finish(grpc::Status::OK);
  }

  HealthService& health_;
  std::shared_ptr<Watcher> self_;  // until OnDone

  absl::Mutex mutex_;
  HealthCheckResponse response_ ABSL_GUARDED_BY(mutex_);  // gRPC's while a write is under way
  std::optional<State> state_ ABSL_GUARDED_BY(mutex_);
  std::optional<State> told_ ABSL_GUARDED_BY(mutex_);
  bool last_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

void HealthService::SetServing(bool serving) {
  const absl::MutexLock lock(&mutex_);
  serving_ = serving;
  TellAll();
}

void HealthService::SetAble(bool able) {
  const absl::MutexLock lock(&mutex_);
  able_ = able;
  TellAll();
}

void HealthService::Close() {
  const absl::MutexLock lock(&mutex_);
  closed_ = true;
  TellAll();
}

HealthCheckResponse::ServingStatus HealthService::State() const {
  return serving_ && able_ && !closed_ ? HealthCheckResponse::SERVING
                                       : HealthCheckResponse::NOT_SERVING;
}

// With the lock, so that what is told last is the last there was.
void HealthService::TellAll() {
  for (const std::shared_ptr<Watcher>& watcher : watchers_) watcher->Tell(State(), closed_);
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context,
                                               const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (!request->service().empty()) {
    reactor->Finish({grpc::StatusCode::NOT_FOUND, "health is kept for the process: service \"\""});
    return reactor;
  }
  const absl::MutexLock lock(&mutex_);
  response->set_status(State());
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext*, const HealthCheckRequest* request) {
  const auto watcher = std::make_shared<Watcher>(*this);
  watcher->Hold();
  if (!request->service().empty()) {
    watcher->Tell(HealthCheckResponse::SERVICE_UNKNOWN, /*last=*/true);
    return watcher.get();
  }
  {
    const absl::MutexLock lock(&mutex_);
    if (watchers_.size() < kWatchersMax) watchers_.insert(watcher);
    const bool kept = watchers_.contains(watcher);
    watcher->Tell(State(), /*last=*/closed_ || !kept);
  }
  return watcher.get();
}

}  // namespace bangfu::server
