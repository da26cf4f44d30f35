#include "services/reporting/follower.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include <grpcpp/client_context.h>
#include <spdlog/spdlog.h>

#include "services/common/server/grpc_status.h"
#include "services/reporting/copy_leases.h"

namespace bangfu::reporting {
namespace {

// They are committed together, so many batches of a few entries or few of many: what entries state
// is in memory until then.
constexpr int kBatchesInFlightMax = 16;
constexpr int kEntriesInFlightMax = 8000;

using journal::v1::StreamEntriesResponse;

}  // namespace

// One call. A read is under way until one fails, except while enough batches are: then the first
// that is through starts the next. So the call ends in OnReadDone(false), where its hold goes.
class Follower::Stream final : public grpc::ClientReadReactor<StreamEntriesResponse>,
                               public std::enable_shared_from_this<Stream> {
 public:
  explicit Stream(Follower& follower) : follower_(follower) {}

  void Begin() {
    self_ = shared_from_this();
    request_.set_follow(true);
    for (const CountySnapshotPtr& county : follower_.snapshots_.All()) {
      const int64_t size = county->SizeOf(follower_.journal_);
      if (size == 0) continue;
      journal::v1::JournalPosition& position = *request_.add_positions();
      position.set_journal(follower_.journal_);
      position.set_county(county->county());
      position.set_size(size);
    }
    if (auto shards = follower_.Shards()) *request_.mutable_shards() = *std::move(shards);
    context_.set_deadline(absl::ToChronoTime(absl::Now() + follower_.options_.stream_duration));
    follower_.stub_->async()->StreamEntries(&context_, &request_, this);
    AddHold();
    ReadNext();
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    EntryBatch batch = std::move(incoming_);
    {
      const absl::MutexLock lock(&mutex_);
      ++in_flight_;
      entries_in_flight_ += batch->entries_size();
    }
    follower_.apply_(follower_.journal_, batch, [self = self_, batch](const absl::Status& status) {
      self->OnApplied(batch, status);
    });
    // Only now that it is queued may the next be read, or that one could overtake it.
    bool read_on = false;
    {
      const absl::MutexLock lock(&mutex_);
      reading_ = read_on = MayReadOn();
    }
    if (read_on) ReadNext();
  }

  void OnDone(const grpc::Status& status) override {
    {
      const absl::MutexLock lock(&mutex_);
      status_ = server::FromGrpcStatus(status);
      done_ = true;
    }
    const std::shared_ptr<Stream> self = std::move(self_);
    EndIfOver();
  }

 private:
  void ReadNext() {
    {
      const absl::MutexLock lock(&mutex_);
      if (used_.empty()) {
        incoming_ = std::make_shared<StreamEntriesResponse>();
      } else {  // parsing into a used message is twice as fast
        incoming_ = std::move(used_.back());
        used_.pop_back();
      }
    }
    StartRead(incoming_.get());
  }

  void OnApplied(const EntryBatch& batch, const absl::Status& status) {
    if (!status.ok()) OnFailed(batch->county(), status);
    bool read_on = false;
    bool recovered = false;
    {
      const absl::MutexLock lock(&mutex_);
      --in_flight_;
      entries_in_flight_ -= batch->entries_size();
      recovered = status.ok() && !progressed_ && stuck_.empty();
      progressed_ = progressed_ || status.ok();
      used_.push_back(batch);
      read_on = !reading_ && MayReadOn();
      reading_ = reading_ || read_on;
    }
    if (recovered) follower_.NoteRecovery();
    if (read_on) ReadNext();
    EndIfOver();
  }

  // An entry that cannot be applied holds up its county, any other failure the whole stream.
  void OnFailed(const std::string& county, const absl::Status& status) {
    {
      const absl::MutexLock lock(&mutex_);
      if (stuck_.contains(county) || !failure_.ok()) return;  // follows from the first
      if (absl::IsDataLoss(status)) {
        stuck_.insert(county);
      } else {
        failure_ = status;
      }
    }
    if (absl::IsDataLoss(status)) return follower_.Note(status);
    context_.TryCancel();
  }

  bool MayReadOn() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return in_flight_ < kBatchesInFlightMax && entries_in_flight_ < kEntriesInFlightMax;
  }

  // Over when the call has ended and every batch is through, whichever comes last.
  void EndIfOver() {
    absl::Status status;
    bool progressed = false;
    {
      const absl::MutexLock lock(&mutex_);
      if (!done_ || in_flight_ > 0 || std::exchange(ended_, true)) return;
      status = failure_.ok() ? status_ : failure_;
      progressed = progressed_;
    }
    follower_.OnStreamEnd(status, progressed);  // forgets this stream; its caller keeps it
  }

  Follower& follower_;
  std::shared_ptr<Stream> self_;  // until OnDone
  grpc::ClientContext context_;
  journal::v1::StreamEntriesRequest request_;
  EntryBatch incoming_;  // gRPC's while a read is under way

  absl::Mutex mutex_;
  int in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  int entries_in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = true;
  bool progressed_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);   // of the call
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);  // why we ended it
  std::set<std::string> stuck_ ABSL_GUARDED_BY(mutex_);
  std::vector<EntryBatch> used_ ABSL_GUARDED_BY(mutex_);
};

Follower::Follower(std::string journal, std::shared_ptr<grpc::Channel> channel, ApplyBatch apply,
                   const Snapshots& snapshots, FollowOptions options)
    : journal_(std::move(journal)),
      channel_(std::move(channel)),
      stub_(journal::v1::JournalService::NewStub(channel_)),
      apply_(std::move(apply)),
      snapshots_(snapshots),
      options_(options),
      reopener_(options.backoff, [this] { return Open(); }) {}

server::Reopener::Cancel Follower::Open() {
  auto stream = std::make_shared<Stream>(*this);
  {
    const absl::MutexLock lock(&mutex_);
    stream_ = stream;
  }
  stream->Begin();
  return server::CancelOf(stream);
}

void Follower::FollowShards(const std::vector<int>& shards) {
  journal::v1::CountyShards wanted;
  wanted.set_shard_count(kShardCount);
  wanted.mutable_shards()->Assign(shards.begin(), shards.end());
  {
    const absl::MutexLock lock(&mutex_);
    shards_ = std::move(wanted);
  }
  reopener_.Restart();
}

std::optional<journal::v1::CountyShards> Follower::Shards() const {
  const absl::MutexLock lock(&mutex_);
  return shards_;
}

void Follower::OnStreamEnd(const absl::Status& status, bool progressed) {
  // The end of its time is how a stream should end; a cancelled one was noted, or is Stop's.
  const bool expected = absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
  if (!status.ok() && !expected) Note(status);
  {
    const absl::MutexLock lock(&mutex_);
    stream_.reset();
  }
  reopener_.OnEnd(progressed || absl::IsDeadlineExceeded(status));
}

void Follower::Note(const absl::Status& error) {
  std::string message = error.ToString(absl::StatusToStringMode::kWithNoExtraData);
  const absl::MutexLock lock(&mutex_);
  if (message == last_error_) return;  // told already
  spdlog::warn("following the {} journal: {}", journal_, message);
  last_error_ = std::move(message);
}

void Follower::NoteRecovery() {
  const absl::MutexLock lock(&mutex_);
  if (last_error_.empty()) return;
  spdlog::info("following the {} journal again", journal_);
  last_error_.clear();
}

v1::FollowedJournal Follower::State() const {
  const bool ready = channel_->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_READY;
  v1::FollowedJournal state;
  state.set_journal(journal_);
  const absl::MutexLock lock(&mutex_);
  state.set_connected(stream_ != nullptr && ready);
  state.set_last_error(last_error_);
  if (shards_) *state.mutable_shards() = *shards_;
  return state;
}

}  // namespace bangfu::reporting
