#include "services/projects/known_names.h"

#include <algorithm>

#include "services/common/text/absl_view.h"

namespace bangfu::projects {

void KnownNames::Add(const std::vector<std::string_view>& names) {
  absl::MutexLock lock(&mutex_);
  for (const std::string_view name : names) {
    if (names_.size() >= capacity_) names_.clear();
    names_.emplace(name);
  }
}

void KnownNames::KeepUnknown(std::vector<std::string_view>& names) const {
  {
    absl::MutexLock lock(&mutex_);
    const auto known = [this](std::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return names_.contains(text::AbslView(name));
    };
    names.erase(std::remove_if(names.begin(), names.end(), known), names.end());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace bangfu::projects
