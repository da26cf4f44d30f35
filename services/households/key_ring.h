// The households' keys: found, made and unwrapped. They stand in the database outside the journal,
// each wrapped by its county's key, which hangs on the master key file.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_KEY_RING_H_
#define BANGFU_SERVICES_HOUSEHOLDS_KEY_RING_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle_hash.h"
#include "services/common/names/names.h"
#include "services/common/seal/entropy.h"
#include "services/common/seal/master_key.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

// By the household's name. One that is not there never had a key, or was erased.
using HouseholdKeys = absl::flat_hash_map<std::string, seal::Key>;

// Thread-safe: it only reads its members.
class KeyRing {
 public:
  // `entropy` makes new keys and must outlive this.
  KeyRing(seal::MasterKey master, seal::Entropy& entropy)
      : master_(std::move(master)), entropy_(entropy) {}

  // The key of a household; nothing when it never had one or it was destroyed.
  absl::StatusOr<std::optional<seal::Key>> Find(sql::Connection& connection,
                                                const names::HouseholdName& household) const;

  // The keys of those households that have one, looked up in one go.
  absl::StatusOr<HouseholdKeys> FindAll(sql::Connection& connection,
                                        const std::vector<names::HouseholdName>& households) const;

  // Makes and stores the key of a household that has none. For who alone writes in the county.
  absl::StatusOr<seal::Key> Create(sql::Connection& connection,
                                   const names::HouseholdName& household) const;

  // A hash of a request's content that tells nothing to who lacks the master key: plain personal
  // fields could be guessed from a bare one.
  journal::Hash RequestHash(std::string_view content) const;

 private:
  const seal::MasterKey master_;
  seal::Entropy& entropy_;
};

// A household's key as it stands in the database.
struct WrappedKey {
  std::string county;
  std::string household;
  std::string bytes;
};

// Of any household; nothing when none has a key.
absl::StatusOr<std::optional<WrappedKey>> FindAnyKey(sql::Connection& connection);

// DATA_LOSS when it was not wrapped under this master key for this household.
absl::StatusOr<seal::Key> Unwrap(const seal::MasterKey& master,
                                 const names::HouseholdName& household, std::string_view wrapped);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_KEY_RING_H_
