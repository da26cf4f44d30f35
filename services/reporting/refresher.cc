#include "services/reporting/refresher.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include <spdlog/spdlog.h>

#include "services/reporting/county_loader.h"

namespace bangfu::reporting {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(10);
constexpr absl::Duration kDeadline = absl::Seconds(30);
constexpr absl::Duration kPauseAfterFailure = absl::Seconds(1);

}  // namespace

void Refresher::Wake() {
  {
    const absl::MutexLock lock(&mutex_);
    woken_ = true;
    if (busy_ || stopping_) return;
    busy_ = true;
  }
  Begin();
}

void Refresher::Begin() {
  {
    const absl::MutexLock lock(&mutex_);
    busy_ = !stopping_;
    if (stopping_) return;
    woken_ = false;
  }
  // Known before the reading begins, so that what is read is newer, or commits were lost.
  auto known = std::make_shared<Known>();
  for (CountySnapshotPtr& county : snapshots_.All()) (*known)[county->county()] = county;
  auto refreshed = std::make_shared<std::vector<Refreshed>>();
  absl::Status queued = executor_.Read(
      {.deadline = absl::Now() + kDeadline},
      [this, known, refreshed](sql::Connection& connection) {
        refreshed->clear();
        return Refresh(connection, *known, *refreshed);
      },
      [this, refreshed](const absl::Status& status) { OnRead(status, std::move(*refreshed)); });
  if (!queued.ok()) OnRead(queued, {});
}

absl::Status Refresher::Refresh(sql::Connection& connection, const Known& known,
                                std::vector<Refreshed>& refreshed) const {
  const auto applied = ListApplied(connection);
  if (!applied.ok()) return applied.status();
  for (const journal::v1::JournalPosition& position : *applied) {
    const std::string& county = position.county();
    const auto found = known.find(county);
    const CountySnapshotPtr before = found == known.end() ? nullptr : found->second;
    if ((before ? before->SizeOf(position.journal()) : 0) == position.size()) continue;
    // The other journal's row may have told already.
    if (!refreshed.empty() && refreshed.back().after->county() == county) continue;
    // Whoever is alone keeps no changes.
    absl::StatusOr<CountySnapshotPtr> after = before && sharing_ == Sharing::kShared
                                                  ? CatchUp(connection, before)
                                                  : LoadCounty(connection, county);
    if (!after.ok()) return after.status();
    refreshed.push_back({before, *std::move(after)});
  }
  return absl::OkStatus();
}

void Refresher::OnRead(const absl::Status& status, std::vector<Refreshed> refreshed) {
  Note(status);
  bool again = !status.ok();
  for (Refreshed& county : refreshed) {
    // Where this process itself has published meanwhile, it is looked at once more.
    again = !snapshots_.Replace(county.before, std::move(county.after)) || again;
  }
  if (!refreshed.empty()) progress_.Notify();
  const absl::MutexLock lock(&mutex_);
  busy_ = !stopping_ && (woken_ || again);
  if (!busy_) return;
  // A new one each time: the old one may still be in its callback.
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(absl::ToChronoTime(absl::Now() + (status.ok() ? kPause : kPauseAfterFailure)),
              [this](bool) { Begin(); });
}

void Refresher::Note(const absl::Status& status) {
  const std::string trouble = status.ok() ? "" : std::string(status.message());
  const absl::MutexLock lock(&mutex_);
  if (trouble != trouble_ && !status.ok()) {
    spdlog::warn("looking for what other copies applied: {}", trouble);
  }
  trouble_ = trouble;
}

void Refresher::Stop() {
  const absl::MutexLock lock(&mutex_);
  stopping_ = true;
  if (alarm_) alarm_->Cancel();
  mutex_.Await(absl::Condition(
      +[](bool* busy) { return !*busy; }, &busy_));
}

}  // namespace bangfu::reporting
