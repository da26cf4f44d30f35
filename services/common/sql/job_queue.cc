#include "services/common/sql/job_queue.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/time/clock.h"

namespace bangfu::sql {
namespace {

absl::Status Full(size_t waiting_max) {
  return absl::ResourceExhaustedError("the database queue is full (" + std::to_string(waiting_max) +
                                      " jobs wait)");
}

absl::Status ShuttingDown() { return absl::UnavailableError("the database is shutting down"); }

absl::Status CancelledWhileWaiting() {
  return absl::CancelledError("cancelled while waiting for the database");
}

absl::Status ExpiredWhileWaiting() {
  return absl::DeadlineExceededError("the deadline passed while waiting for the database");
}

}  // namespace

absl::Status JobQueue::Push(JobContext context, Job job, Done done) {
  auto queued = std::make_unique<QueuedJob>(std::move(context), std::move(job), std::move(done));
  QueuedJob& entry = *queued;
  // Before the lock: with a caller that has cancelled already it calls OnCancel() right here.
  if (entry.context.cancellation) {
    entry.on_cancel.emplace(entry.context.cancellation->token(),
                            [this, &entry] { OnCancel(entry); });
  }
  std::lock_guard lock(mutex_);
  if (closed_) return ShuttingDown();
  if (waiting_.size() >= waiting_max_) {
    ++refused_;
    return Full(waiting_max_);
  }
  entry.state = QueuedJob::State::kWaiting;
  entry.place = waiting_.insert(waiting_.end(), std::move(queued));
  ++unretired_;
  if (entry.cancelled()) DismissLocked(entry, CancelledWhileWaiting());
  some_.notify_one();
  return absl::OkStatus();
}

QueuedJobPtr JobQueue::Take(Connection& connection) {
  std::unique_lock lock(mutex_);
  some_.wait(lock, [this] { return HasJobLocked() || (closed_ && waiting_.empty()); });
  Jobs& source = dismissed_.empty() ? waiting_ : dismissed_;
  const auto next = std::find_if(source.begin(), source.end(), [this](const QueuedJobPtr& job) {
    return job->state == QueuedJob::State::kDismissed || MayTakeLocked(*job);
  });
  if (next == source.end()) return nullptr;
  QueuedJobPtr job = std::move(*next);
  source.erase(next);
  if (order_ == Order::kByPartition && job->state == QueuedJob::State::kWaiting) {
    held_.insert(job->context.partition);
    job->holds_partition = true;
  }
  return StartLocked(std::move(job), connection);
}

QueuedJobPtr JobQueue::TryTake(Connection& connection, const std::string& partition) {
  std::lock_guard lock(mutex_);
  const auto next = std::find_if(waiting_.begin(), waiting_.end(), [&](const QueuedJobPtr& job) {
    return order_ == Order::kAsTheyCame || job->context.partition == partition;
  });
  if (next == waiting_.end()) return nullptr;
  QueuedJobPtr job = std::move(*next);
  waiting_.erase(next);
  return StartLocked(std::move(job), connection);
}

void JobQueue::Leave(const std::string& partition) {
  std::lock_guard lock(mutex_);
  if (held_.erase(partition) > 0) some_.notify_all();
}

bool JobQueue::Pause(absl::Duration duration) {
  std::unique_lock lock(mutex_);
  return !aborted_or_later_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                                     [this] { return aborted_; });
}

bool JobQueue::Restart(QueuedJob& job, Connection& connection) {
  std::lock_guard lock(mutex_);
  if (aborted_ || job.cancelled()) return false;
  MarkRunningLocked(job, connection);
  return true;
}

bool JobQueue::HasJobLocked() const {
  return !dismissed_.empty() ||
         std::any_of(waiting_.begin(), waiting_.end(),
                     [this](const QueuedJobPtr& job) { return MayTakeLocked(*job); });
}

bool JobQueue::MayTakeLocked(const QueuedJob& job) const {
  return !held_.contains(job.context.partition);
}

QueuedJobPtr JobQueue::StartLocked(QueuedJobPtr job, Connection& connection) {
  if (job->state == QueuedJob::State::kWaiting && job->cancelled()) {
    job->verdict = CancelledWhileWaiting();
  } else if (job->state == QueuedJob::State::kWaiting && job->context.deadline <= absl::Now()) {
    job->verdict = ExpiredWhileWaiting();
  }
  if (!job->verdict.ok()) {
    job->state = QueuedJob::State::kRun;
    return job;
  }
  MarkRunningLocked(*job, connection);
  return job;
}

void JobQueue::MarkRunningLocked(QueuedJob& job, Connection& connection) {
  job.state = QueuedJob::State::kRunning;
  job.connection = &connection;
  running_.push_back(&job);
}

void JobQueue::Finish(QueuedJob& job) {
  std::lock_guard lock(mutex_);
  if (job.state != QueuedJob::State::kRunning) return;
  job.state = QueuedJob::State::kRun;
  running_.remove(&job);
  job.connection->ClearInterrupt();
}

void JobQueue::Occupy(Connection& connection) {
  std::lock_guard lock(mutex_);
  occupied_.insert(&connection);
  if (aborted_) connection.Interrupt(Interruption::kEverything);
}

void JobQueue::Vacate(Connection& connection) {
  std::lock_guard lock(mutex_);
  occupied_.erase(&connection);
  connection.ClearInterrupt();
}

void JobQueue::Retire(QueuedJobPtr job, absl::Status status) {
  job->done(std::move(status));
  job.reset();  // Not under the lock: it waits for an OnCancel() that is on its way.
  std::lock_guard lock(mutex_);
  if (--unretired_ == 0) idle_.notify_all();
}

void JobQueue::OnCancel(QueuedJob& job) {
  std::lock_guard lock(mutex_);
  if (job.state == QueuedJob::State::kWaiting) {
    DismissLocked(job, CancelledWhileWaiting());
    some_.notify_one();
  } else if (job.state == QueuedJob::State::kRunning) {
    job.connection->Interrupt(Interruption::kReads);
  }
}

void JobQueue::DismissLocked(QueuedJob& job, absl::Status why) {
  job.state = QueuedJob::State::kDismissed;
  job.verdict = std::move(why);
  dismissed_.splice(dismissed_.end(), waiting_, job.place);
}

void JobQueue::Close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  some_.notify_all();
}

bool JobQueue::WaitUntilIdle(absl::Time deadline) {
  std::unique_lock lock(mutex_);
  const auto idle = [this] { return unretired_ == 0; };
  if (deadline == absl::InfiniteFuture()) {
    idle_.wait(lock, idle);
    return true;
  }
  if (deadline <= absl::Now()) return idle();
  return idle_.wait_until(lock, absl::ToChronoTime(deadline), idle);
}

void JobQueue::Abort() {
  std::lock_guard lock(mutex_);
  aborted_ = true;
  while (!waiting_.empty()) DismissLocked(*waiting_.front(), ShuttingDown());
  for (QueuedJob* job : running_) job->connection->Interrupt(Interruption::kEverything);
  for (Connection* connection : occupied_) connection->Interrupt(Interruption::kEverything);
  some_.notify_all();
  aborted_or_later_.notify_all();
}

size_t JobQueue::waiting() const {
  std::lock_guard lock(mutex_);
  return waiting_.size();
}

uint64_t JobQueue::refused() const {
  std::lock_guard lock(mutex_);
  return refused_;
}

}  // namespace bangfu::sql
