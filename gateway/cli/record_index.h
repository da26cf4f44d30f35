// Which records a directory defines, held as fingerprints, so that millions of rows fit in memory:
// 24 to 48 bytes for each, 0.4 GiB for ten million rows.
#ifndef BANGFU_GATEWAY_CLI_RECORD_INDEX_H_
#define BANGFU_GATEWAY_CLI_RECORD_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace bangfu::cli {

// 128 bits of a SHA-256: two names with the same one are not to be met with.
using Fingerprint = std::array<uint32_t, 4>;
Fingerprint FingerprintOf(std::string_view text);

class RecordIndex {
 public:
  // Adds a record. 0 when it is new, otherwise the row that defined it first.
  int64_t Add(std::string_view name, int64_t row);

  bool Contains(std::string_view name) const { return rows_.contains(FingerprintOf(name)); }
  size_t size() const { return rows_.size(); }

 private:
  absl::flat_hash_map<Fingerprint, uint32_t> rows_;  // rows above 2^32 count as 2^32 - 1
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RECORD_INDEX_H_
