#include "services/common/sql/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"

namespace bangfu::sql {
namespace {

constexpr mode_t kDirectoryMode = 0700;
constexpr mode_t kLockMode = 0600;

absl::Status Refused(const std::string& path, std::string_view what, int error = 0) {
  std::string message = "data directory " + path + " " + std::string(what);
  if (error != 0) message += ": " + std::generic_category().message(error);
  return absl::FailedPreconditionError(message);
}

// A new directory is there after a power cut only when its parent has been synced.
bool Sync(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced;
}

absl::Status Create(const std::string& path) {
  std::filesystem::path made;
  for (const std::filesystem::path& part : std::filesystem::path(path)) {
    const std::string parent = made.empty() ? "." : made.string();
    made /= part;
    struct stat found {};
    if (stat(made.c_str(), &found) == 0) {
      if (!S_ISDIR(found.st_mode)) return Refused(path, "is not a directory");
      continue;
    }
    if (mkdir(made.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
      return Refused(path, "cannot be created", errno);
    }
    if (!Sync(parent)) return Refused(path, "cannot be synced", errno);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DataDirectory> DataDirectory::OpenShared(std::string_view given) {
  std::string path(given);
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  if (path.empty()) return absl::FailedPreconditionError("no data directory is given");
  if (absl::Status created = Create(path); !created.ok()) return created;
  if (access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return Refused(path, "is not writable", errno);
  }
  return DataDirectory(std::move(path), /*lock=*/-1);
}

absl::StatusOr<DataDirectory> DataDirectory::Open(std::string_view given) {
  absl::StatusOr<DataDirectory> directory = OpenShared(given);
  if (!directory.ok()) return directory;
  const std::string file = directory->File("lock");
  directory->lock_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kLockMode);
  if (directory->lock_ < 0) return Refused(directory->path(), "is not writable", errno);
  if (flock(directory->lock_, LOCK_EX | LOCK_NB) == 0) return directory;
  if (errno == EWOULDBLOCK) return Refused(directory->path(), "is in use by another process");
  return Refused(directory->path(), "cannot be locked", errno);
}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) close(lock_);  // Ends the lock as well.
}

}  // namespace bangfu::sql
