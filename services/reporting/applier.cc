#include "services/reporting/applier.h"

#include <utility>

namespace bangfu::reporting {

void Applier::Apply(const std::string& journal, EntryBatch batch, Done done) {
  const InboxKey key{journal, batch->county()};
  {
    const absl::MutexLock lock(&mutex_);
    Inbox& inbox = inboxes_[key];
    inbox.batches.push_back(batch);
    inbox.dones.push_back(std::move(done));
  }
  auto work = std::make_shared<Work>();
  const absl::Status queued = executor_.Write(
      {.partition = key.second},
      [this, key, work](sql::Connection& connection) {
        Take(key, *work);
        return work->taken.batches.empty() ? absl::OkStatus() : Run(connection, key.first, *work);
      },
      // Called in the order of the county's jobs, after their commit.
      [this, key, work](const absl::Status& status) {
        if (!status.ok()) Take(key, *work);  // it may not have run
        Finish(status, *work);
      });
  if (!queued.ok()) Withdraw(key, batch, queued);
}

void Applier::Withdraw(const InboxKey& key, const EntryBatch& batch, const absl::Status& why) {
  Done done;
  {
    const absl::MutexLock lock(&mutex_);
    const auto inbox = inboxes_.find(key);
    // A job that was queued before may have taken it along.
    if (inbox == inboxes_.end() || inbox->second.batches.back() != batch) return;
    done = std::move(inbox->second.dones.back());
    inbox->second.batches.pop_back();
    inbox->second.dones.pop_back();
    if (inbox->second.batches.empty()) inboxes_.erase(inbox);
  }
  done(why);
}

void Applier::Take(const InboxKey& key, Work& work) {
  if (!work.taken.batches.empty()) return;
  const absl::MutexLock lock(&mutex_);
  const auto inbox = inboxes_.extract(key);
  if (!inbox.empty()) work.taken = std::move(inbox.mapped());
}

absl::Status Applier::Run(sql::Connection& connection, const std::string& journal, Work& work) {
  std::unique_ptr<Projector> projector = TakeProjector();
  absl::StatusOr<Applied> applied = projector->Apply(connection, journal, work.taken.batches);
  GiveBack(std::move(projector));
  if (!applied.ok()) return applied.status();
  work.applied = *std::move(applied);
  return work.applied.batch_count > 0 ? absl::OkStatus() : work.applied.refusal;
}

void Applier::Finish(const absl::Status& status, Work& work) {
  const std::vector<Done>& dones = work.taken.dones;
  if (dones.empty()) return;
  size_t applied = 0;
  if (status.ok()) {
    applied = work.applied.batch_count;
    if (!snapshots_.Publish(std::move(work.applied.update))) refresher_.Wake();
  }
  const absl::Status& why_not = status.ok() ? work.applied.refusal : status;
  // A journal that goes on behind what stands in the database: perhaps the snapshot is of commits
  // that the server lost.
  if (absl::IsAborted(why_not)) refresher_.Wake();
  for (size_t i = 0; i < dones.size(); ++i) dones[i](i < applied ? absl::OkStatus() : why_not);
  // Last: who waited for the entries finds that their follower knows of them, too.
  if (status.ok()) progress_.Notify();
}

std::unique_ptr<Projector> Applier::TakeProjector() {
  const absl::MutexLock lock(&mutex_);
  if (idle_.empty()) return std::make_unique<Projector>(refresher_.sharing());
  std::unique_ptr<Projector> projector = std::move(idle_.back());
  idle_.pop_back();
  return projector;
}

void Applier::GiveBack(std::unique_ptr<Projector> projector) {
  const absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(projector));
}

}  // namespace bangfu::reporting
