#include "services/reporting/snapshots.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "services/common/names/names.h"

namespace bangfu::reporting {

Snapshots::Snapshots(std::vector<CountySnapshotPtr> loaded) {
  for (CountySnapshotPtr& county : loaded) counties_[county->county()] = std::move(county);
}

bool Snapshots::Publish(CountyUpdate update) {
  const CountySnapshotPtr before = Find(update.county);
  const int64_t size = before ? before->size() : 0;
  if (update.size_after <= size) return true;
  if (update.size_before != size) return false;
  const CountySnapshot nothing(update.county);
  return Replace(before, std::make_shared<const CountySnapshot>(before ? *before : nothing,
                                                                std::move(update)));
}

bool Snapshots::Replace(const CountySnapshotPtr& before, CountySnapshotPtr after) {
  const absl::MutexLock lock(&mutex_);
  CountySnapshotPtr& stands = counties_[after->county()];
  if (stands != before) return false;
  stands = std::move(after);  // what it replaces ends with the caller's `before`, unlocked
  return true;
}

CountySnapshotPtr Snapshots::Find(std::string_view county) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const auto found = counties_.find(county);
  return found == counties_.end() ? nullptr : found->second;
}

std::optional<ProgrammeView> Snapshots::View(std::string_view programme) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const auto global = counties_.find(names::kGlobalPartition);
  if (global == counties_.end()) return std::nullopt;
  ProgrammeView view{.programme = global->second->FindProgramme(programme),
                     .counties = {global->second}};
  if (!view.programme) return std::nullopt;
  for (const Designation& designation : view.programme->designations) {
    const auto county = counties_.find(designation.county);
    if (county != counties_.end()) view.counties.push_back(county->second);
  }
  return view;
}

std::vector<CountySnapshotPtr> Snapshots::All() const {
  const absl::ReaderMutexLock lock(&mutex_);
  std::vector<CountySnapshotPtr> all;
  all.reserve(counties_.size());
  for (const auto& [code, county] : counties_) all.push_back(county);
  return all;
}

std::vector<journal::v1::TreeHead> HeadsOf(const std::vector<CountySnapshotPtr>& counties) {
  std::vector<journal::v1::TreeHead> heads;
  for (const CountySnapshotPtr& county : counties) {
    for (const auto& [journal, log] : county->heads()) {
      if (log.size == 0) continue;
      journal::v1::TreeHead& head = heads.emplace_back();
      head.set_journal(journal);
      head.set_county(county->county());
      head.set_size(log.size);
      head.set_root_hash(std::string(journal::HashBytes(log.root)));
    }
  }
  std::stable_sort(heads.begin(), heads.end(), [](const auto& a, const auto& b) {
    return std::tie(a.journal(), a.county()) < std::tie(b.journal(), b.county());
  });
  return heads;
}

}  // namespace bangfu::reporting
