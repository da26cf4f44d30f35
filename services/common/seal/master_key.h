// The master key file: 32 bytes that every personal field of an installation hangs on. Only its
// owner may read it, and losing it loses those fields for good.
#ifndef BANGFU_SERVICES_COMMON_SEAL_MASTER_KEY_H_
#define BANGFU_SERVICES_COMMON_SEAL_MASTER_KEY_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"

#include "services/common/seal/entropy.h"
#include "services/common/seal/key.h"

namespace bangfu::seal {

class MasterKey {
 public:
  // NotFound when there is no such file; FailedPrecondition when it is no regular file of exactly
  // 32 bytes, or anybody but its owner may read or write it; else the system's error.
  static absl::StatusOr<MasterKey> Load(const std::string& path);

  // As Load, but makes the file first if there is none: with mode 0600, whole or not at all, synced
  // to disk with its directory, and never over an existing one; of several processes that do so at
  // once all get the same key. Only for an installation that has no sealed records yet: a new key
  // opens none of them, so where there are some, Load's NotFound is the better answer.
  static absl::StatusOr<MasterKey> LoadOrCreate(const std::string& path, Entropy& entropy);

  const Key& key() const { return key_; }

 private:
  explicit MasterKey(Key key) : key_(std::move(key)) {}

  Key key_;
};

// The key of a county under this master key.
inline Key CountyKey(const MasterKey& master, std::string_view county) {
  return CountyKey(master.key(), county);
}

// Tells one master key from any other, and nothing else about it, so that it may stand beside what
// is sealed: 32 bytes.
std::string CheckValue(const MasterKey& master);

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_MASTER_KEY_H_
