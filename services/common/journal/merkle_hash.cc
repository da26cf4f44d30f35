#include "services/common/journal/merkle_hash.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include <openssl/evp.h>

#include "services/common/text/absl_view.h"

namespace bangfu::journal {
namespace {

constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

// SHA-256 fails only where memory is out or the library is broken: nothing can be kept then.
void Require(bool done) {
  if (done) return;
  std::fputs("bangfu: SHA-256 of libcrypto does not work\n", stderr);
  std::abort();
}

// Fetched once: a fetch by name for every hash costs more than the hash.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new()) { Require(context_ != nullptr && Algorithm() != nullptr); }
  ~Digest() { EVP_MD_CTX_free(context_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void Begin() { Require(EVP_DigestInit_ex2(context_, Algorithm(), nullptr) == 1); }

  void Add(std::string_view bytes) {
    Require(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
  }

  Hash End() {
    Hash hash;
    Require(EVP_DigestFinal_ex(context_, hash.data(), nullptr) == 1);
    return hash;
  }

 private:
  EVP_MD_CTX* context_;
};

Digest& ThreadDigest() {
  thread_local Digest digest;
  digest.Begin();
  return digest;
}

}  // namespace

Hash Sha256(std::string_view bytes) {
  Digest& digest = ThreadDigest();
  digest.Add(bytes);
  return digest.End();
}

Hash LeafHash(std::string_view entry) {
  Digest& digest = ThreadDigest();
  digest.Add({&kLeafPrefix, 1});
  digest.Add(entry);
  return digest.End();
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * kHashSize> node;
  node[0] = kNodePrefix;
  std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), node.begin() + 1));
  return Sha256({node.data(), node.size()});
}

Hash EmptyRoot() { return Sha256({}); }

std::string_view HashBytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

absl::StatusOr<Hash> HashFromBytes(std::string_view bytes) {
  if (bytes.size() != kHashSize) {
    return absl::InvalidArgumentError("found a hash of " + std::to_string(bytes.size()) +
                                      " bytes, expected 32");
  }
  Hash hash;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string ToHex(const Hash& hash) {
  return absl::BytesToHexString(text::AbslView(HashBytes(hash)));
}

}  // namespace bangfu::journal
