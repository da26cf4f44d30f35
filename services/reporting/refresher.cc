#include "services/reporting/refresher.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include <spdlog/spdlog.h>

#include "services/reporting/county_loader.h"

namespace bangfu::reporting {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(10);
constexpr absl::Duration kDeadline = absl::Seconds(30);
constexpr absl::Duration kPauseAfterFailure = absl::Seconds(1);

// The counties of which other entries are applied than are known, by code. Of one that is not
// listed any more a server has lost all.
std::set<std::string> Moved(const std::vector<journal::v1::JournalPosition>& applied,
                            const std::map<std::string, CountySnapshotPtr>& known) {
  std::set<std::string> moved;
  std::map<std::string_view, int64_t> sizes;  // by county, of all journals
  for (const journal::v1::JournalPosition& position : applied) {
    sizes[position.county()] += position.size();
    const auto found = known.find(position.county());
    const int64_t before = found == known.end() ? 0 : found->second->SizeOf(position.journal());
    if (before != position.size()) moved.insert(position.county());
  }
  for (const auto& [county, snapshot] : known) {
    if (snapshot->size() != sizes[county]) moved.insert(county);
  }
  return moved;
}

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
  absl::Status status;
  for (const std::string& county : Moved(*applied, known)) {
    const auto found = known.find(county);
    const CountySnapshotPtr before = found == known.end() ? nullptr : found->second;
    absl::StatusOr<CountySnapshotPtr> after = Read(connection, county, before);
    if (!after.ok() && !absl::IsDataLoss(after.status())) return after.status();
    status.Update(after.status());
    if (after.ok()) refreshed.push_back({before, *std::move(after)});
  }
  return status;
}

// Whoever is alone keeps no changes.
absl::StatusOr<CountySnapshotPtr> Refresher::Read(sql::Connection& connection,
                                                  const std::string& county,
                                                  const CountySnapshotPtr& before) const {
  if (before && sharing_ == Sharing::kShared) return CatchUp(connection, before);
  return LoadCounty(connection, county);
}

bool Refresher::WentBack(const Refreshed& county) {
  if (!county.before) return false;
  const auto& heads = county.before->heads();
  return std::any_of(heads.begin(), heads.end(), [&](const auto& head) {
    return county.after->SizeOf(head.first) < head.second.size;
  });
}

void Refresher::OnRead(const absl::Status& status, std::vector<Refreshed> refreshed) {
  Note(status);
  bool again = !status.ok();
  bool went_back = false;
  for (Refreshed& county : refreshed) {
    const bool lower = WentBack(county);
    // Where this process itself has published meanwhile, it is looked at once more.
    const bool replaced = snapshots_.Replace(county.before, std::move(county.after));
    again = again || !replaced;
    went_back = went_back || (replaced && lower);
  }
  if (!refreshed.empty()) progress_.Notify();
  if (went_back) on_went_back_();
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
