#include "services/common/seal/master_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>

#include "absl/strings/str_format.h"
#include <sodium.h>

#include "services/common/seal/derive.h"

namespace bangfu::seal {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr size_t kCheckValueSize = 32;

class File {
 public:
  File(const std::string& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool IsOpen() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  int fd_;
};

absl::Status SystemError(const std::string& what, const std::string& path) {
  return absl::ErrnoToStatus(errno, "cannot " + what + " the master key file " + path);
}

absl::Status CheckFile(int fd, const std::string& path) {
  struct stat found {};
  if (::fstat(fd, &found) != 0) return SystemError("look at", path);
  if (!S_ISREG(found.st_mode)) {
    return absl::FailedPreconditionError("the master key " + path + " is not a regular file");
  }
  if (const mode_t mode = found.st_mode & 07777; (mode & ~kFileMode) != 0) {
    return absl::FailedPreconditionError(
        absl::StrFormat("the master key file %s has mode %04o, expected 0600: others could read "
                        "it; if nobody did, chmod 600 it",
                        path, mode));
  }
  if (found.st_size != kKeySize) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "the master key file %s has %d bytes, expected 32", path, int64_t{found.st_size}));
  }
  return absl::OkStatus();
}

absl::Status ReadAll(int fd, std::span<char> out, const std::string& path) {
  while (!out.empty()) {
    const ssize_t count = ::read(fd, out.data(), out.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("read", path);
    if (count == 0) return absl::FailedPreconditionError("the master key file shrank: " + path);
    out = out.subspan(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

absl::Status WriteAll(int fd, std::span<const uint8_t> bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("write", path);
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

absl::Status WriteSynced(const std::string& path, const Key& key) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, kFileMode);
  if (!file.IsOpen()) return SystemError("create", path);
  if (::fchmod(file.fd(), kFileMode) != 0) return SystemError("restrict", path);  // despite umask
  if (absl::Status status = WriteAll(file.fd(), key.bytes(), path); !status.ok()) return status;
  if (::fsync(file.fd()) != 0) return SystemError("sync", path);
  return absl::OkStatus();
}

absl::Status SyncDirectoryOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const File directory(parent.empty() ? "." : parent.string(), O_RDONLY | O_DIRECTORY);
  if (!directory.IsOpen() || ::fsync(directory.fd()) != 0) {
    return SystemError("sync the directory of", path);
  }
  return absl::OkStatus();
}

std::string DraftPath(const std::string& path) {
  EnsureSodium();
  return path + absl::StrFormat(".new-%08x", randombytes_random());
}

// Written beside its place first: a link, unlike a rename, never replaces what another process has
// put there meanwhile.
absl::Status Create(const std::string& path, const Key& key) {
  const std::string draft = DraftPath(path);
  absl::Status status = WriteSynced(draft, key);
  if (status.ok() && ::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    status = SystemError("put in place", path);
  }
  ::unlink(draft.c_str());
  return status.ok() ? SyncDirectoryOf(path) : status;
}

}  // namespace

absl::StatusOr<MasterKey> MasterKey::Load(const std::string& path) {
  // Without O_NONBLOCK a named pipe in the file's place would be waited for.
  const File file(path, O_RDONLY | O_NONBLOCK);
  if (!file.IsOpen()) return SystemError("open", path);
  if (absl::Status status = CheckFile(file.fd(), path); !status.ok()) return status;
  std::array<char, kKeySize> bytes;
  absl::Status status = ReadAll(file.fd(), bytes, path);
  absl::StatusOr<Key> key = Key::FromBytes({bytes.data(), bytes.size()});
  sodium_memzero(bytes.data(), bytes.size());
  if (!status.ok()) return status;
  if (!key.ok()) return key.status();
  return MasterKey(*std::move(key));
}

absl::StatusOr<MasterKey> MasterKey::LoadOrCreate(const std::string& path, Entropy& entropy) {
  absl::StatusOr<MasterKey> loaded = Load(path);
  if (!absl::IsNotFound(loaded.status())) return loaded;
  const Key key = Key::Generate(entropy, "bangfu/seal/v1/master-key");
  if (absl::Status status = Create(path, key); !status.ok()) return status;
  return Load(path);
}

std::string CheckValue(const MasterKey& master) {
  std::array<uint8_t, kKeySize> check_key;
  Derive(master.key().bytes(), "bangfu/seal/v1/master-key-check", {}, check_key);
  std::array<uint8_t, kCheckValueSize> value;
  Derive(check_key, "bangfu/seal/v1/check-value", {}, value);
  sodium_memzero(check_key.data(), check_key.size());
  return std::string(value.begin(), value.end());
}

}  // namespace bangfu::seal
