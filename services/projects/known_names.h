// Names that are known to exist, kept in memory so that they need not be asked for again. Nothing
// is ever deleted, so none becomes untrue.
#ifndef BANGFU_SERVICES_PROJECTS_KNOWN_NAMES_H_
#define BANGFU_SERVICES_PROJECTS_KNOWN_NAMES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

namespace bangfu::projects {

// Thread-safe.
class KnownNames {
 public:
  // Holds up to `capacity` names; one more, and all before it are forgotten.
  explicit KnownNames(size_t capacity) : capacity_(capacity) {}

  void Add(const std::vector<std::string_view>& names);
  // Takes out of `names` those that are known, and all but one of the same.
  void KeepUnknown(std::vector<std::string_view>& names) const;

 private:
  const size_t capacity_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_set<std::string> names_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_KNOWN_NAMES_H_
