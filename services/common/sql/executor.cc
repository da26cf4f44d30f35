#include "services/common/sql/executor.h"

#include <algorithm>
#include <exception>
#include <string>
#include <typeinfo>
#include <utility>

namespace bangfu::sql {
namespace {

// What an exception says may hold a value, so only its type is told.
absl::Status RunGuarded(Job& job, Connection& connection) {
  try {
    return job(connection);
  } catch (const std::exception& thrown) {
    return absl::InternalError(std::string("a database job threw ") + typeid(thrown).name());
  } catch (...) {
    return absl::InternalError("a database job threw");
  }
}

absl::Status RunInSavepoint(Job& job, Connection& connection) {
  absl::StatusOr<Savepoint> savepoint = Savepoint::Set(connection);
  if (!savepoint.ok()) return savepoint.status();
  absl::Status status = RunGuarded(job, connection);
  return status.ok() ? savepoint->Release() : status;
}

absl::Status RunInSnapshot(Job& job, Connection& connection) {
  const absl::StatusOr<Transaction> snapshot =
      Transaction::Begin(connection, TransactionKind::kSnapshot);
  if (!snapshot.ok()) return snapshot.status();
  return RunGuarded(job, connection);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Executor>> Executor::Start(const ConnectionFactory& open,
                                                          ExecutorOptions options) {
  absl::StatusOr<std::unique_ptr<Connection>> writer = open(Access::kReadWrite);
  if (!writer.ok()) return writer.status();
  std::vector<std::unique_ptr<Connection>> readers;
  for (size_t i = 0; i < options.readers; ++i) {
    absl::StatusOr<std::unique_ptr<Connection>> reader = open(Access::kReadOnly);
    if (!reader.ok()) return reader.status();
    readers.push_back(*std::move(reader));
  }
  return std::unique_ptr<Executor>(
      new Executor(std::move(options), *std::move(writer), std::move(readers)));
}

Executor::Executor(ExecutorOptions options, std::unique_ptr<Connection> writer,
                   std::vector<std::unique_ptr<Connection>> readers)
    : options_(std::move(options)),
      writes_(options_.writes_waiting_max),
      reads_(options_.reads_waiting_max),
      writer_(std::move(writer)),
      readers_(std::move(readers)) {
  threads_.emplace_back([this] { WriteLoop(); });
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
          .jobs_committed = jobs_committed_.load(std::memory_order_relaxed)};
}

void Executor::ReadLoop(Connection& connection) {
  while (QueuedJobPtr job = reads_.Take(connection)) {
    absl::Status status = job->verdict.ok() ? RunInSnapshot(job->job, connection) : job->verdict;
    reads_.Finish(*job);
    reads_.Retire(std::move(job), std::move(status));
  }
}

void Executor::WriteLoop() {
  while (QueuedJobPtr job = writes_.Take(*writer_)) RunGroup(std::move(job));
}

// The group takes in what arrives while it runs, up to its limit. It ends early when the database
// has rolled its transaction back.
void Executor::RunGroup(QueuedJobPtr first) {
  std::vector<Outcome> group;
  std::optional<Transaction> transaction;
  for (QueuedJobPtr job = std::move(first); job != nullptr;) {
    if (job->verdict.ok()) {
      absl::Status status = RunInGroup(job->job, transaction);
      writes_.Finish(*job);
      group.push_back({std::move(job), std::move(status)});
    } else {
      absl::Status verdict = job->verdict;
      writes_.Retire(std::move(job), std::move(verdict));
    }
    if (group.size() >= options_.group_max) break;
    if (transaction && !writer_->InTransaction()) break;
    job = writes_.TryTake(*writer_);
  }
  const absl::Status committed = CommitGroup(transaction, group);
  for (Outcome& outcome : group) {
    writes_.Retire(std::move(outcome.job), outcome.status.ok() ? committed : outcome.status);
  }
}

// There is a transaction exactly when a job of the group has succeeded: one that fails before that
// takes the whole transaction along and needs no savepoint, which spares most groups of one its
// cost.
absl::Status Executor::RunInGroup(Job& job, std::optional<Transaction>& transaction) {
  if (transaction) return RunInSavepoint(job, *writer_);
  absl::StatusOr<Transaction> begun = Transaction::Begin(*writer_, TransactionKind::kWrite);
  if (!begun.ok()) return begun.status();
  absl::Status status = RunGuarded(job, *writer_);
  if (status.ok()) transaction.emplace(*std::move(begun));
  return status;
}

absl::Status Executor::CommitGroup(std::optional<Transaction>& transaction,
                                   std::vector<Outcome>& group) {
  if (!transaction) return absl::OkStatus();
  absl::Status committed = transaction->Commit();
  if (!committed.ok()) return committed;
  const auto kept = std::count_if(group.begin(), group.end(),
                                  [](const Outcome& outcome) { return outcome.status.ok(); });
  jobs_committed_.fetch_add(static_cast<uint64_t>(kept), std::memory_order_relaxed);
  commits_.fetch_add(1, std::memory_order_relaxed);
  if (options_.on_commit) options_.on_commit();
  return committed;
}

}  // namespace bangfu::sql
