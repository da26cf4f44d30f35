#include "services/common/journal/head_leases.h"

#include <algorithm>
#include <utility>

namespace bangfu::journal {

void HeadLeases::Watcher::Tell(int64_t version, absl::Time now) {
  if (version == told) return;
  told = version;
  unacknowledged.push_back({version, now});
}

void HeadLeases::Watcher::Acknowledge(int64_t version) {
  known = std::max(known, std::min(version, told));
  while (!unacknowledged.empty() && unacknowledged.front().version <= known) {
    unacknowledged.pop_front();
  }
}

HeadLeases::HeadLeases(absl::Duration lease, absl::Time start) : lease_(lease) {
  watchers_[next_id_++] = {.lease_end = start + lease, .known = -1, .gone = true};
}

HeadLeases::WatcherId HeadLeases::Join(absl::Time now) {
  const WatcherId id = next_id_++;
  watchers_[id] = {.lease_end = now + lease_, .told = version_, .known = version_};
  return id;
}

void HeadLeases::Leave(WatcherId watcher) {
  const auto found = watchers_.find(watcher);
  if (found != watchers_.end()) found->second.gone = true;
}

bool HeadLeases::Renew(WatcherId watcher, int64_t version, absl::Time now) {
  const auto found = watchers_.find(watcher);
  if (found == watchers_.end() || found->second.lease_end <= now) return false;
  Watcher& renewing = found->second;
  renewing.Acknowledge(version);
  const std::deque<Told>& owed = renewing.unacknowledged;
  if (!owed.empty() && owed.front().when + lease_ <= now) return false;
  renewing.lease_end = now + lease_;
  return true;
}

void HeadLeases::Announce(const v1::JournalPosition& position, Answer answer) {
  Moved& moved = moved_[position.county()];
  // Answers to the writes of a county may be announced in another order than they were committed.
  moved = {std::max(moved.size, position.size()), ++version_, position.journal()};
  waiting_.push_back({version_, std::move(answer)});
}

bool HeadLeases::Note(const v1::JournalPosition& position) {
  Moved& moved = moved_[position.county()];
  if (moved.size >= position.size()) return false;
  moved = {position.size(), ++version_, position.journal()};
  return true;
}

int64_t HeadLeases::told(WatcherId watcher) const {
  const auto found = watchers_.find(watcher);
  return found == watchers_.end() ? 0 : found->second.told;
}

std::vector<v1::JournalPosition> HeadLeases::TakeMoved(WatcherId watcher, absl::Time now) {
  std::vector<v1::JournalPosition> positions;
  const auto found = watchers_.find(watcher);
  if (found == watchers_.end() || found->second.told == version_) return positions;
  for (const auto& [county, moved] : moved_) {
    if (moved.version <= found->second.told) continue;
    v1::JournalPosition& position = positions.emplace_back();
    position.set_journal(moved.journal);
    position.set_county(county);
    position.set_size(moved.size);
  }
  found->second.Tell(version_, now);
  return positions;
}

std::vector<HeadLeases::Answer> HeadLeases::TakeReady(absl::Time now) {
  std::erase_if(watchers_, [now](const auto& one) { return one.second.lease_end <= now; });
  int64_t known = version_;
  for (const auto& [id, watcher] : watchers_) known = std::min(known, watcher.known);
  const auto end = std::find_if(waiting_.begin(), waiting_.end(),
                                [known](const Waiting& one) { return one.version > known; });
  std::vector<Answer> ready;
  for (auto one = waiting_.begin(); one != end; ++one) ready.push_back(std::move(one->answer));
  waiting_.erase(waiting_.begin(), end);
  return ready;
}

std::optional<absl::Time> HeadLeases::NextExpiry() const {
  if (waiting_.empty()) return std::nullopt;
  std::optional<absl::Time> next;
  for (const auto& [id, watcher] : watchers_) {
    if (watcher.known >= waiting_.front().version) continue;
    if (!next || watcher.lease_end < *next) next = watcher.lease_end;
  }
  return next;
}

int HeadLeases::watcher_count() const {
  return static_cast<int>(std::count_if(watchers_.begin(), watchers_.end(),
                                        [](const auto& one) { return !one.second.gone; }));
}

}  // namespace bangfu::journal
