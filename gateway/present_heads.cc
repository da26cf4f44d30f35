#include "gateway/present_heads.h"

#include <algorithm>

namespace bangfu::gateway {

PresentHeads::CopyId PresentHeads::AddCopy(Source source) {
  const absl::MutexLock lock(&mutex_);
  copies_.push_back({.source = source});
  return copies_.size() - 1;
}

void PresentHeads::Take(CopyId copy, const journal::v1::WatchHeadsResponse& told, bool first,
                        absl::Time lease_end) {
  const absl::MutexLock lock(&mutex_);
  Copy& known = copies_[copy];
  if (first) {
    known.sizes.clear();
    ++generation_;
  }
  bool moved = false;
  for (const journal::v1::JournalPosition& position : told.positions()) {
    moved = moved || position.size() > SizeOf(known.source, position.county());
    int64_t& size = known.sizes[position.county()];
    size = std::max(size, position.size());
  }
  if (moved) ++version_;
  known.known_until = lease_end;
}

void PresentHeads::Serve(CopyId copy) {
  const absl::MutexLock lock(&mutex_);
  ++generation_;
  copies_[copy].known_until = absl::InfiniteFuture();
}

void PresentHeads::Lose(CopyId copy) {
  const absl::MutexLock lock(&mutex_);
  ++generation_;
  copies_[copy].known_until = absl::InfinitePast();
}

PresentHeads::Moment PresentHeads::At(absl::Time now) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const bool complete = std::all_of(copies_.begin(), copies_.end(),
                                    [now](const Copy& copy) { return now < copy.known_until; });
  return {complete && !copies_.empty(), generation_, version_};
}

PresentHeads::Copies PresentHeads::CopiesAt(absl::Time now) const {
  const absl::ReaderMutexLock lock(&mutex_);
  Copies copies{.all = static_cast<int>(copies_.size())};
  for (const Copy& copy : copies_) copies.known += now < copy.known_until ? 1 : 0;
  return copies;
}

// Every copy tells of its own writes at once, of others' when it hears of them.
int64_t PresentHeads::SizeOf(Source source, const std::string& county) const {
  int64_t size = 0;
  for (const Copy& copy : copies_) {
    if (copy.source != source) continue;
    const auto found = copy.sizes.find(county);
    if (found != copy.sizes.end()) size = std::max(size, found->second);
  }
  return size;
}

bool PresentHeads::AreAt(const std::vector<HeadSize>& heads) const {
  const absl::ReaderMutexLock lock(&mutex_);
  return std::all_of(heads.begin(), heads.end(), [this](const HeadSize& head) {
    mutex_.AssertReaderHeld();
    return SizeOf(head.source, head.county) == head.size;
  });
}

std::vector<HeadSize> PresentHeads::GrownSince(const std::vector<HeadSize>& heads) const {
  std::vector<HeadSize> grown;
  const absl::ReaderMutexLock lock(&mutex_);
  for (const HeadSize& head : heads) {
    const int64_t size = SizeOf(head.source, head.county);
    if (size > head.size) grown.push_back({head.source, head.county, size});
  }
  return grown;
}

}  // namespace bangfu::gateway
