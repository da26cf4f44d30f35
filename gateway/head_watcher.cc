#include "gateway/head_watcher.h"

#include <deque>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include <grpcpp/alarm.h>
#include <grpcpp/client_context.h>
#include <spdlog/spdlog.h>

#include "services/common/server/client_channel.h"
#include "services/common/time/clock.h"

namespace bangfu::gateway {
namespace {

// Every call has a deadline. When a stream ends, whoever writes waits for the rest of its lease, so
// that is not to happen often.
constexpr absl::Duration kStreamDuration = absl::Hours(24);
constexpr absl::Duration kRenewEvery = absl::Milliseconds(200);
constexpr server::Backoff kBackoff = {.min = absl::Milliseconds(50), .max = absl::Seconds(1)};

}  // namespace

// One call. It reads all the time, and writes to renew the lease, or at once when heads moved: then
// somebody's answer waits for it. The lease counts from the moment in which a renewal was handed to
// gRPC, so it ends here before it ends there.
class HeadWatcher::Stream final : public grpc::ClientBidiReactor<journal::v1::WatchHeadsRequest,
                                                                 journal::v1::WatchHeadsResponse>,
                                  public std::enable_shared_from_this<Stream> {
 public:
  explicit Stream(HeadWatcher& watcher) : watcher_(watcher) {}

  void Begin() {
    self_ = shared_from_this();
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kStreamDuration));
    watcher_.stub_->async()->WatchHeads(&context_, this);
    AddHold();  // for the writes; it goes with the last read
    StartRead(&response_);
    Renew();
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return EndWrites();
    const bool moved = Take();
    StartRead(&response_);
    if (moved) Renew();
  }

  void OnWriteDone(bool ok) override {
    bool again = false;
    {
      const absl::MutexLock lock(&mutex_);
      writing_ = false;
      again = ok && std::exchange(renew_again_, false);
    }
    if (again) Renew();
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<Stream> self = std::move(self_);
    watcher_.OnEnd(status, progressed_);
  }

 private:
  // Whether there is something to acknowledge.
  bool Take() {
    absl::Time sent;
    {
      const absl::MutexLock lock(&mutex_);
      for (; renewals_taken_ < response_.renewal_count() && !sent_.empty(); ++renewals_taken_) {
        sent = last_taken_ = sent_.front();
        sent_.pop_front();
      }
      sent = last_taken_;
    }
    const bool first = !std::exchange(progressed_, true);
    if (first) spdlog::info("the heads of {} are known", watcher_.address_);
    watcher_.heads_.Take(watcher_.copy_, response_, first,
                         sent + absl::Milliseconds(response_.lease_ms()));
    {
      // Only now: a renewal of another thread acknowledges it, and the writer is answered.
      const absl::MutexLock lock(&mutex_);
      version_ = response_.version();
    }
    return first || !response_.positions().empty();
  }

  void Renew() {
    const absl::MutexLock lock(&mutex_);
    if (ended_) return;
    if (writing_) {
      renew_again_ = true;
      return;
    }
    writing_ = true;
    request_.set_acknowledged_version(version_);
    sent_.push_back(MonotonicNow());
    StartWrite(&request_);
    alarm_ = std::make_unique<grpc::Alarm>();
    alarm_self_ = shared_from_this();
    ++alarms_pending_;
    alarm_->Set(absl::ToChronoTime(absl::Now() + kRenewEvery),
                [this](bool rang) { OnAlarm(rang); });
  }

  void OnAlarm(bool rang) {
    const std::shared_ptr<Stream> self = shared_from_this();
    {
      const absl::MutexLock lock(&mutex_);
      if (--alarms_pending_ == 0) alarm_self_.reset();
    }
    if (rang) Renew();
  }

  void EndWrites() {
    {
      const absl::MutexLock lock(&mutex_);
      if (std::exchange(ended_, true)) return;
      if (alarm_) alarm_->Cancel();
    }
    RemoveHold();
  }

  HeadWatcher& watcher_;
  std::shared_ptr<Stream> self_;  // until OnDone
  grpc::ClientContext context_;
  journal::v1::WatchHeadsResponse response_;  // gRPC's while a read is under way
  bool progressed_ = false;

  absl::Mutex mutex_;
  journal::v1::WatchHeadsRequest request_ ABSL_GUARDED_BY(mutex_);  // gRPC's during a write
  std::deque<absl::Time> sent_ ABSL_GUARDED_BY(mutex_);  // renewals that were not taken in yet
  absl::Time last_taken_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  int64_t renewals_taken_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t version_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool renew_again_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  int alarms_pending_ ABSL_GUARDED_BY(mutex_) = 0;
  std::shared_ptr<Stream> alarm_self_ ABSL_GUARDED_BY(mutex_);  // while any is
};

HeadWatcher::HeadWatcher(PresentHeads& heads, Source source, const std::string& address)
    : heads_(heads),
      address_(address),
      copy_(heads.AddCopy(source)),
      stub_(journal::v1::JournalService::NewStub(server::MakeChannel(address))),
      reopener_(kBackoff, [this] { return Open(); }) {}

server::Reopener::Cancel HeadWatcher::Open() {
  const auto stream = std::make_shared<Stream>(*this);
  stream->Begin();
  return server::CancelOf(stream);
}

void HeadWatcher::OnEnd(const grpc::Status& status, bool progressed) {
  heads_.Lose(copy_);
  if (progressed && status.error_code() != grpc::StatusCode::CANCELLED) {
    spdlog::warn("the heads of {} are not known any more, no sheet is kept until they are: {}",
                 address_, status.error_message());
  }
  reopener_.OnEnd(progressed);
}

class ServingWatcher::Stream final
    : public grpc::ClientReadReactor<grpc::health::v1::HealthCheckResponse>,
      public std::enable_shared_from_this<Stream> {
 public:
  explicit Stream(ServingWatcher& watcher) : watcher_(watcher) {}

  void Begin() {
    self_ = shared_from_this();
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kStreamDuration));
    watcher_.stub_->async()->Watch(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    progressed_ = true;
    if (response_.status() == grpc::health::v1::HealthCheckResponse::SERVING) {
      watcher_.heads_.Serve(watcher_.copy_);
    } else {
      watcher_.heads_.Lose(watcher_.copy_);
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status&) override {
    const std::shared_ptr<Stream> self = std::move(self_);
    watcher_.OnEnd(progressed_);
  }

 private:
  ServingWatcher& watcher_;
  std::shared_ptr<Stream> self_;  // until OnDone
  grpc::ClientContext context_;
  grpc::health::v1::HealthCheckRequest request_;
  grpc::health::v1::HealthCheckResponse response_;
  bool progressed_ = false;
};

ServingWatcher::ServingWatcher(PresentHeads& heads, const std::string& address)
    : heads_(heads),
      copy_(heads.AddCopy(Source::kReporting)),
      stub_(grpc::health::v1::Health::NewStub(server::MakeChannel(address))),
      reopener_(kBackoff, [this] { return Open(); }) {}

server::Reopener::Cancel ServingWatcher::Open() {
  const auto stream = std::make_shared<Stream>(*this);
  stream->Begin();
  return server::CancelOf(stream);
}

void ServingWatcher::OnEnd(bool progressed) {
  heads_.Lose(copy_);
  reopener_.OnEnd(progressed);
}

}  // namespace bangfu::gateway
