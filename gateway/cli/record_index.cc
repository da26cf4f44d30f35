#include "gateway/cli/record_index.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "services/common/journal/merkle_hash.h"

namespace bangfu::cli {

Fingerprint FingerprintOf(std::string_view text) {
  const journal::Hash hash = journal::Sha256(text);
  Fingerprint fingerprint;
  std::memcpy(fingerprint.data(), hash.data(), sizeof(fingerprint));
  return fingerprint;
}

int64_t RecordIndex::Add(std::string_view name, int64_t row) {
  constexpr int64_t kRowMax = std::numeric_limits<uint32_t>::max();
  const auto [found, added] =
      rows_.try_emplace(FingerprintOf(name), static_cast<uint32_t>(std::min(row, kRowMax)));
  return added ? 0 : found->second;
}

}  // namespace bangfu::cli
