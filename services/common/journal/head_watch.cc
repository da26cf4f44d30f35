#include "services/common/journal/head_watch.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "services/common/journal/journal_reader.h"
#include "services/common/server/admission.h"
#include "services/common/server/call_runner.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"

namespace bangfu::journal {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(5);  // of all heads
constexpr absl::Duration kLookEvery = absl::Milliseconds(25);

absl::Status ReadPositions(sql::Connection& connection, std::string_view journal,
                           std::vector<v1::JournalPosition>& positions) {
  const absl::StatusOr<std::vector<v1::TreeHead>> heads = ListTreeHeads(connection, journal);
  if (!heads.ok()) return heads.status();
  positions.clear();
  for (const v1::TreeHead& head : *heads) {
    v1::JournalPosition& position = positions.emplace_back();
    position.set_journal(head.journal());
    position.set_county(head.county());
    position.set_size(head.size());
  }
  return absl::OkStatus();
}

absl::Status LeaseExpired() {
  return Error(absl::StatusCode::kDeadlineExceeded, "LEASE_EXPIRED",
               "the watcher did not renew its lease, or acknowledge what it was told, in time");
}

absl::Status TooManyWatchers() {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHERS",
               "there are " + std::to_string(HeadWatch::kWatchersMax) + " watchers already");
}

}  // namespace

// One call. It reads all the time, and writes when there is something to tell: heads that moved, or
// that a renewal was taken in. Each write tells all there is by then.
class HeadWatch::WatchStream final
    : public grpc::ServerBidiReactor<v1::WatchHeadsRequest, v1::WatchHeadsResponse>,
      public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(HeadWatch& watch, std::string_view journal, absl::Time deadline)
      : watch_(watch), journal_(journal), deadline_(deadline) {}

  void Begin(const absl::Status& allowed, sql::Executor& executor) {
    self_ = shared_from_this();
    if (!allowed.ok()) return End(allowed);
    // Joined before the heads are read: what moves meanwhile is told after them.
    if (absl::Status joined = watch_.Join(self_); !joined.ok()) return End(joined);
    const absl::Status queued = executor.Read(
        {.cancellation = cancellation_,
         .deadline = std::min(deadline_, absl::Now() + kReadTimeout)},
        [this](sql::Connection& connection) {
          return ReadPositions(connection, journal_, first_positions_);
        },
        [self = self_](const absl::Status& status) { self->OnHeads(status); });
    if (!queued.ok()) return End(server::WithQueueReason(queued));
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return End(absl::OkStatus());
    if (!watch_.Renew(id_, request_.acknowledged_version())) return End(LeaseExpired());
    {
      const absl::MutexLock lock(&mutex_);
      ++renewals_;
    }
    Advance();
    StartRead(&request_);
  }

  void OnWriteDone(bool ok) override {
    {
      const absl::MutexLock lock(&mutex_);
      writing_ = false;
    }
    if (!ok) return End(absl::CancelledError("the watcher is gone"));
    Advance();
  }

  void OnCancel() override {
    cancellation_->Cancel();
    End(absl::CancelledError("the call was cancelled"));
  }

  void OnDone() override {
    // gRPC orders this behind OnCancel by means that no sanitizer sees: the lock is one it does.
    mutex_.Lock();
    mutex_.Unlock();
    watch_.Leave(id_);
    self_.reset();  // may delete this
  }

  void OnMoved() { Advance(); }
  void OnClosed() { End(ShuttingDown()); }
  void SetId(HeadLeases::WatcherId id, int64_t version) {
    id_ = id;
    response_.set_version(version);
  }

 private:
  void OnHeads(const absl::Status& status) {
    if (!status.ok()) return End(status);
    {
      const absl::MutexLock lock(&mutex_);
      response_.mutable_positions()->Assign(first_positions_.begin(), first_positions_.end());
      has_heads_ = true;
    }
    Advance();
  }

  void Advance() {
    const absl::MutexLock lock(&mutex_);
    if (!has_heads_ || writing_ || ended_) return;
    if (told_heads_) {
      response_.clear_positions();
      const absl::MutexLock watch_lock(&watch_.mutex_);
      for (v1::JournalPosition& moved : watch_.leases_.TakeMoved(id_, MonotonicNow())) {
        *response_.add_positions() = std::move(moved);
      }
      if (response_.positions().empty() && renewals_ == response_.renewal_count()) return;
      response_.set_version(watch_.leases_.told(id_));
    }
    told_heads_ = true;
    response_.set_renewal_count(renewals_);
    response_.set_lease_ms(static_cast<int32_t>(absl::ToInt64Milliseconds(watch_.lease_)));
    writing_ = true;
    StartWrite(&response_);
  }

  void End(const absl::Status& status) {
    {
      const absl::MutexLock lock(&mutex_);
      if (std::exchange(ended_, true)) return;
    }
    server::LogUnforeseen(status);
    Finish(server::ToGrpcStatus(status));
  }

  HeadWatch& watch_;
  const std::string journal_;
  const absl::Time deadline_;
  const sql::CancellationPtr cancellation_ = std::make_shared<sql::Cancellation>();
  std::shared_ptr<WatchStream> self_;  // until OnDone
  HeadLeases::WatcherId id_ = -1;
  std::vector<v1::JournalPosition> first_positions_;
  v1::WatchHeadsRequest request_;  // gRPC's while a read is under way

  absl::Mutex mutex_;
  v1::WatchHeadsResponse response_ ABSL_GUARDED_BY(mutex_);  // gRPC's while a write is under way
  int64_t renewals_ ABSL_GUARDED_BY(mutex_) = 0;
  bool has_heads_ ABSL_GUARDED_BY(mutex_) = false;
  bool told_heads_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

HeadWatch::HeadWatch(absl::Duration lease, absl::Time begun)
    : lease_(lease), leases_(lease, begun) {}

HeadWatch::~HeadWatch() {
  const absl::MutexLock lock(&mutex_);
  closed_ = true;
  for (const auto& alarm : {alarm_.get(), look_alarm_.get()}) {
    if (alarm != nullptr) alarm->Cancel();
  }
  mutex_.Await(absl::Condition(this, &HeadWatch::NothingPends));
}

void HeadWatch::Announce(const v1::JournalPosition& position, std::function<void()> answer) {
  {
    const absl::MutexLock lock(&mutex_);
    leases_.Announce(position, std::move(answer));
  }
  Settle();
  TellStreams();
}

void HeadWatch::WatchOthers(CommitSignal& others, sql::Executor& executor, std::string journal) {
  executor_ = &executor;
  journal_ = std::move(journal);
  others_ = others.Subscribe([this](bool closed) {
    if (!closed) LookForOthers();
  });
}

void HeadWatch::LookForOthers() {
  const absl::MutexLock lock(&mutex_);
  look_again_ = true;
  if (!std::exchange(looking_, true)) Look();
}

// With the lock, so that none begins behind Close().
void HeadWatch::Look() {
  look_again_ = false;
  if (closed_ || streams_.empty()) {  // who joins reads all heads
    looking_ = false;
    return;
  }
  auto positions = std::make_shared<std::vector<v1::JournalPosition>>();
  const absl::Status queued = executor_->Read(
      {.deadline = absl::Now() + kReadTimeout},
      [this, positions](sql::Connection& connection) {
        return ReadPositions(connection, journal_, *positions);
      },
      [this, positions](const absl::Status& status) { OnLooked(status, *positions); });
  if (!queued.ok()) EndLook(/*again=*/true);
}

void HeadWatch::OnLooked(const absl::Status& status,
                         const std::vector<v1::JournalPosition>& positions) {
  bool moved = false;
  {
    const absl::MutexLock lock(&mutex_);
    for (const v1::JournalPosition& position : positions) moved = leases_.Note(position) || moved;
  }
  if (moved) TellStreams();
  const absl::MutexLock lock(&mutex_);  // last, since whoever destroys this waits for the alarm
  EndLook(/*again=*/!status.ok());
}

void HeadWatch::EndLook(bool again) {
  look_again_ = look_again_ || again;
  look_alarm_ = std::make_unique<grpc::Alarm>();
  look_alarm_->Set(absl::ToChronoTime(absl::Now() + kLookEvery), [this](bool) { OnLookAlarm(); });
  if (closed_) look_alarm_->Cancel();
}

void HeadWatch::OnLookAlarm() {
  const absl::MutexLock lock(&mutex_);
  if (look_again_) {
    Look();
  } else {
    looking_ = false;
  }
}

void HeadWatch::Close() {
  std::map<HeadLeases::WatcherId, std::shared_ptr<WatchStream>> streams;
  {
    const absl::MutexLock lock(&mutex_);
    closed_ = true;
    streams = streams_;
  }
  for (const auto& [id, stream] : streams) stream->OnClosed();
}

HeadWatch::Stream* HeadWatch::Watch(grpc::CallbackServerContext* context, sql::Executor& executor,
                                    std::string_view journal) {
  const auto stream = std::make_shared<WatchStream>(*this, journal, server::DeadlineOf(*context));
  stream->Begin(server::CheckDeadline(*context), executor);
  return stream.get();
}

absl::Status HeadWatch::Join(std::shared_ptr<WatchStream> stream) {
  const absl::MutexLock lock(&mutex_);
  if (closed_) return ShuttingDown();
  if (leases_.watcher_count() >= kWatchersMax) return TooManyWatchers();
  const HeadLeases::WatcherId id = leases_.Join(MonotonicNow());
  stream->SetId(id, leases_.told(id));
  streams_.emplace(id, std::move(stream));
  return absl::OkStatus();
}

void HeadWatch::Leave(HeadLeases::WatcherId watcher) {
  const absl::MutexLock lock(&mutex_);
  leases_.Leave(watcher);
  streams_.erase(watcher);
}

bool HeadWatch::Renew(HeadLeases::WatcherId watcher, int64_t version) {
  {
    const absl::MutexLock lock(&mutex_);
    if (!leases_.Renew(watcher, version, MonotonicNow())) return false;
  }
  Settle();
  return true;
}

void HeadWatch::Settle() {
  std::vector<HeadLeases::Answer> ready;
  {
    const absl::MutexLock lock(&mutex_);
    ready = leases_.TakeReady(MonotonicNow());
    SetAlarm();
  }
  for (HeadLeases::Answer& answer : ready) answer();
}

// One at a time: when it rings too early, since leases were renewed, it is set again.
void HeadWatch::SetAlarm() {
  const std::optional<absl::Time> expiry = leases_.NextExpiry();
  if (!expiry || alarms_pending_ > 0) return;
  ++alarms_pending_;
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(absl::ToChronoTime(absl::Now() + (*expiry - MonotonicNow())), [this](bool) {
    Settle();
    // Last, since whoever destroys this waits for it.
    const absl::MutexLock lock(&mutex_);
    --alarms_pending_;
    SetAlarm();
  });
}

void HeadWatch::TellStreams() {
  std::vector<std::shared_ptr<WatchStream>> streams;
  {
    const absl::MutexLock lock(&mutex_);
    for (const auto& [id, stream] : streams_) streams.push_back(stream);
  }
  for (const std::shared_ptr<WatchStream>& stream : streams) stream->OnMoved();
}

}  // namespace bangfu::journal
