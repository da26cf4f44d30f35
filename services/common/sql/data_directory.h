// The directory that a process keeps its data in.
#ifndef BANGFU_SERVICES_COMMON_SQL_DATA_DIRECTORY_H_
#define BANGFU_SERVICES_COMMON_SQL_DATA_DIRECTORY_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace bangfu::sql {

class DataDirectory {
 public:
  // Creates what is missing of the path (mode 0700, synced) and locks it as long as the object
  // lives. FAILED_PRECONDITION, in one line to show to the operator, when it is no directory,
  // cannot be created or written, or is in use by another process.
  static absl::StatusOr<DataDirectory> Open(std::string_view path);
  // The same without the lock: other processes may have it, too.
  static absl::StatusOr<DataDirectory> OpenShared(std::string_view path);

  DataDirectory(DataDirectory&& other) noexcept
      : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  const std::string& path() const { return path_; }
  // The path of a file within.
  std::string File(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  DataDirectory(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;  // Descriptor of the locked file; -1 when there is none, or moved from.
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_DATA_DIRECTORY_H_
