#include "services/common/records/page.h"

#include <cassert>
#include <cstddef>

#include "absl/strings/escaping.h"

#include "services/common/journal/merkle_hash.h"
#include "services/common/status/errors.h"
#include "services/common/text/absl_view.h"

namespace bangfu::records {
namespace {

// A token is base64url, without padding, of
//   1 byte   kVersion
//   12 bytes the first of SHA-256 over the arguments and the key: binds the one, checks the other
//   the key
constexpr char kVersion = 1;
constexpr size_t kDigestSize = 12;
constexpr size_t kHeaderSize = 1 + kDigestSize;
constexpr size_t kKeySizeMax = 64 * 1024;
constexpr size_t kTokenSizeMax = (kHeaderSize + kKeySizeMax + 2) / 3 * 4;

// Each part with its length before it, so that no two lists of parts give the same bytes.
void AppendPart(std::string& bytes, std::string_view part) {
  bytes.append(std::to_string(part.size())).append(":").append(part);
}

std::string Digest(PageArguments arguments, std::string_view last_key) {
  std::string bytes;
  for (const std::string_view argument : arguments) AppendPart(bytes, argument);
  AppendPart(bytes, last_key);
  const journal::Hash hash = journal::Sha256(bytes);
  return std::string(journal::HashBytes(hash).substr(0, kDigestSize));
}

absl::Status InvalidPageToken() {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN",
               "found a page_token that no call with these arguments returned, expected the "
               "next_page_token of such a call, or nothing for the first page");
}

}  // namespace

absl::StatusOr<int> PageSize(int32_t requested) {
  if (requested < 0 || requested > kPageSizeMax) {
    return InvalidFields({{"page_size", "found " + std::to_string(requested) + ", expected 0 to " +
                                            std::to_string(kPageSizeMax)}});
  }
  return requested == 0 ? kPageSizeDefault : requested;
}

std::string EncodePageToken(PageArguments arguments, std::string_view last_key) {
  assert(!last_key.empty() && last_key.size() <= kKeySizeMax);
  std::string bytes(1, kVersion);
  bytes.append(Digest(arguments, last_key)).append(last_key);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<std::string> DecodePageToken(PageArguments arguments, std::string_view token) {
  if (token.empty()) return std::string();
  std::string bytes;
  if (token.size() > kTokenSizeMax || !absl::WebSafeBase64Unescape(text::AbslView(token), &bytes) ||
      bytes.size() <= kHeaderSize || bytes.size() > kHeaderSize + kKeySizeMax) {
    return InvalidPageToken();
  }
  std::string last_key = bytes.substr(kHeaderSize);
  // Made again and compared: that checks version, digest and spelling at once.
  if (EncodePageToken(arguments, last_key) != token) return InvalidPageToken();
  return last_key;
}

}  // namespace bangfu::records
