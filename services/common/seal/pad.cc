#include "services/common/seal/pad.h"

namespace bangfu::seal {
namespace {

constexpr char kMark = '\x80';  // then zeros to the end

}  // namespace

std::string Pad(std::string_view plain, size_t block) {
  std::string padded;
  padded.reserve((plain.size() / block + 1) * block);
  padded.append(plain);
  padded.push_back(kMark);
  padded.resize((plain.size() / block + 1) * block, '\0');
  return padded;
}

absl::StatusOr<std::string_view> Unpad(std::string_view padded, size_t block) {
  const size_t mark = padded.find_last_not_of('\0');
  const bool fits =
      mark != std::string_view::npos && padded.size() % block == 0 && padded.size() - mark <= block;
  if (!fits || padded[mark] != kMark) return absl::DataLossError("a sealed value is not padded");
  return padded.substr(0, mark);
}

}  // namespace bangfu::seal
