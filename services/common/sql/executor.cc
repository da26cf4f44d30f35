#include "services/common/sql/executor.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/clock.h"

namespace bangfu::sql {
namespace {

absl::Status OpenAll(const ConnectionFactory& open, Access access, size_t count,
                     std::vector<std::unique_ptr<Connection>>& connections) {
  while (connections.size() < count) {
    absl::StatusOr<std::unique_ptr<Connection>> connection = open(access);
    if (!connection.ok()) return connection.status();
    connections.push_back(*std::move(connection));
  }
  return absl::OkStatus();
}

// Until when the job may be tried again; for ever past when it must not.
absl::Time WorthTryingUntil(const QueuedJob& job, const absl::Status& status) {
  return MayRunAgain(status) && !job.cancelled() ? job.context.deadline : absl::InfinitePast();
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
    Backoff backoff(options_.retry_max);
    while (Recover(reads_, connection, backoff, WorthTryingUntil(*job, status))) {
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
  const auto worth_trying_until = [&group] {
    absl::Time last = absl::InfinitePast();
    for (const Outcome& outcome : group) {
      last = std::max(last, WorthTryingUntil(*outcome.job, outcome.status));
    }
    return last;
  };
  Backoff backoff(options_.retry_max);
  while (Recover(writes_, connection, backoff, worth_trying_until())) {
    RunAgain(connection, group);
  }
  for (Outcome& outcome : group) {
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
  Commit(connection, transaction, group);
  return group;
}

// Those whose transaction was lost; the others stand as they are.
void Executor::RunAgain(Connection& connection, std::vector<Outcome>& group) {
  GroupTransaction transaction(connection);
  std::vector<Outcome> again;
  std::vector<size_t> places;
  for (size_t i = 0; i < group.size(); ++i) {
    if (WorthTryingUntil(*group[i].job, group[i].status) <= absl::Now()) continue;
    if (!writes_.Restart(*group[i].job, connection)) continue;
    jobs_run_again_.fetch_add(1, std::memory_order_relaxed);
    absl::Status status = transaction.Run(*group[i].job);
    writes_.Finish(*group[i].job);
    again.push_back({std::move(group[i].job), std::move(status)});
    places.push_back(i);
  }
  Commit(connection, transaction, again);
  for (size_t i = 0; i < places.size(); ++i) group[places[i]] = std::move(again[i]);
}

// Gives the jobs that succeeded the commit's outcome.
void Executor::Commit(Connection& connection, GroupTransaction& transaction,
                      std::vector<Outcome>& group) {
  writes_.Occupy(connection);
  const absl::Status committed = transaction.Commit();
  writes_.Vacate(connection);
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

// Waits for the next try, with a connection if it can be had. False when there is to be none.
bool Executor::Recover(JobQueue& queue, Connection& connection, Backoff& backoff,
                       absl::Time until) {
  const std::optional<absl::Duration> pause = backoff.Next(absl::Now(), until, Chance());
  if (!pause || !queue.Pause(*pause)) return false;
  // Without it, the next try says so at once.
  if (!connection.alive()) connection.Reconnect().IgnoreError();
  return true;
}

}  // namespace bangfu::sql
