#include "services/common/sql/executor.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

#include "services/common/sql/retry.h"

namespace bangfu::sql {
namespace {

constexpr int kAttemptsMax = 6;
constexpr absl::Duration kPauseMin = absl::Milliseconds(20);  // doubled each time

absl::Status OpenAll(const ConnectionFactory& open, Access access, size_t count,
                     std::vector<std::unique_ptr<Connection>>& connections) {
  while (connections.size() < count) {
    absl::StatusOr<std::unique_ptr<Connection>> connection = open(access);
    if (!connection.ok()) return connection.status();
    connections.push_back(*std::move(connection));
  }
  return absl::OkStatus();
}

bool IsWorthAnotherTry(const QueuedJob& job, const absl::Status& status) {
  return MayRunAgain(status) && !job.cancelled() && absl::Now() < job.context.deadline;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Executor>> Executor::Start(const ConnectionFactory& open,
                                                          ExecutorOptions options) {
  Connections writers;
  Connections readers;
  absl::Status opened = OpenAll(open, Access::kReadWrite, options.writers, writers);
  if (opened.ok()) opened = OpenAll(open, Access::kReadOnly, options.readers, readers);
  if (!opened.ok()) return opened;
  return std::unique_ptr<Executor>(
      new Executor(std::move(options), std::move(writers), std::move(readers)));
}

Executor::Executor(ExecutorOptions options, Connections writers, Connections readers)
    : options_(std::move(options)),
      writes_(options_.writes_waiting_max,
              writers.size() > 1 ? JobQueue::Order::kByPartition : JobQueue::Order::kAsTheyCame),
      reads_(options_.reads_waiting_max),
      writers_(std::move(writers)),
      readers_(std::move(readers)) {
  for (const std::unique_ptr<Connection>& writer : writers_) {
    threads_.emplace_back([this, &connection = *writer] { WriteLoop(connection); });
  }
  for (const std::unique_ptr<Connection>& reader : readers_) {
    threads_.emplace_back([this, &connection = *reader] { ReadLoop(connection); });
  }
}

Executor::~Executor() { Drain(absl::InfinitePast()); }

absl::Status Executor::Write(JobContext context, Job job, Done done) {
  return writes_.Push(std::move(context), std::move(job), std::move(done));
}

absl::Status Executor::Read(JobContext context, Job job, Done done) {
  return reads_.Push(std::move(context), std::move(job), std::move(done));
}

void Executor::Drain(absl::Time deadline) {
  const std::lock_guard lock(drain_mutex_);
  writes_.Close();
  reads_.Close();
  if (!writes_.WaitUntilIdle(deadline)) writes_.Abort();
  if (!reads_.WaitUntilIdle(deadline)) reads_.Abort();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

ExecutorStats Executor::Stats() const {
  return {.writes_waiting = writes_.waiting(),
          .reads_waiting = reads_.waiting(),
          .writes_refused = writes_.refused(),
          .reads_refused = reads_.refused(),
          .commits = commits_.load(std::memory_order_relaxed),
          .jobs_committed = jobs_committed_.load(std::memory_order_relaxed),
          .jobs_run_again = jobs_run_again_.load(std::memory_order_relaxed)};
}

void Executor::ReadLoop(Connection& connection) {
  while (QueuedJobPtr job = reads_.Take(connection)) {
    absl::Status status = job->verdict;
    if (status.ok()) status = RunInSnapshot(*job, connection);
    for (int attempt = 1; IsWorthAnotherTry(*job, status) && Recover(reads_, connection, attempt);
         ++attempt) {
      jobs_run_again_.fetch_add(1, std::memory_order_relaxed);
      status = RunInSnapshot(*job, connection);
    }
    reads_.Finish(*job);
    reads_.Retire(std::move(job), std::move(status));
  }
}

void Executor::WriteLoop(Connection& connection) {
  while (QueuedJobPtr job = writes_.Take(connection)) RunGroup(connection, std::move(job));
}

void Executor::RunGroup(Connection& connection, QueuedJobPtr first) {
  if (!first->verdict.ok() && !first->holds_partition) {
    absl::Status verdict = first->verdict;
    return writes_.Retire(std::move(first), std::move(verdict));
  }
  const bool holds_partition = first->holds_partition;
  const std::string partition = first->context.partition;
  std::vector<Outcome> group = RunAndCommit(connection, std::move(first));
  for (int attempt = 1; attempt < kAttemptsMax; ++attempt) {
    const bool again = std::any_of(group.begin(), group.end(), [](const Outcome& outcome) {
      return IsWorthAnotherTry(*outcome.job, outcome.status);
    });
    if (!again || !Recover(writes_, connection, attempt)) break;
    RunAgain(connection, group);
  }
  for (Outcome& outcome : group) {
    writes_.Finish(*outcome.job);
    writes_.Retire(std::move(outcome.job), std::move(outcome.status));
  }
  if (holds_partition) writes_.Leave(partition);
}

// The group takes in what arrives while it runs, up to its limit. It ends early when the database
// has rolled its transaction back.
std::vector<Executor::Outcome> Executor::RunAndCommit(Connection& connection, QueuedJobPtr first) {
  const std::string partition = first->context.partition;
  GroupTransaction transaction(connection);
  std::vector<Outcome> group;
  for (QueuedJobPtr job = std::move(first); job != nullptr;) {
    if (job->verdict.ok()) {
      absl::Status status = transaction.Run(*job);
      writes_.Finish(*job);
      group.push_back({std::move(job), std::move(status)});
    } else {
      absl::Status verdict = job->verdict;
      writes_.Retire(std::move(job), std::move(verdict));
    }
    if (group.size() >= options_.group_max || !transaction.MayGoOn()) break;
    job = writes_.TryTake(connection, partition);
  }
  Commit(transaction, group);
  return group;
}

// Those whose transaction was lost; the others stand as they are.
void Executor::RunAgain(Connection& connection, std::vector<Outcome>& group) {
  GroupTransaction transaction(connection);
  std::vector<Outcome> again;
  std::vector<size_t> places;
  for (size_t i = 0; i < group.size(); ++i) {
    if (!IsWorthAnotherTry(*group[i].job, group[i].status)) continue;
    jobs_run_again_.fetch_add(1, std::memory_order_relaxed);
    absl::Status status = transaction.Run(*group[i].job);
    again.push_back({std::move(group[i].job), std::move(status)});
    places.push_back(i);
  }
  Commit(transaction, again);
  for (size_t i = 0; i < places.size(); ++i) group[places[i]] = std::move(again[i]);
}

// Gives the jobs that succeeded the commit's outcome.
void Executor::Commit(GroupTransaction& transaction, std::vector<Outcome>& group) {
  const absl::Status committed = transaction.Commit();
  uint64_t kept = 0;
  for (Outcome& outcome : group) {
    if (!outcome.status.ok()) continue;
    outcome.status = committed;
    if (committed.ok()) ++kept;
  }
  if (kept == 0) return;
  jobs_committed_.fetch_add(kept, std::memory_order_relaxed);
  commits_.fetch_add(1, std::memory_order_relaxed);
  if (options_.on_commit) options_.on_commit();
}

// False when it is not worth trying again.
bool Executor::Recover(JobQueue& queue, Connection& connection, int attempt) {
  if (attempt >= kAttemptsMax) return false;
  queue.Pause(kPauseMin * (1 << attempt));
  return connection.alive() || connection.Reconnect().ok() || attempt + 1 < kAttemptsMax;
}

}  // namespace bangfu::sql
