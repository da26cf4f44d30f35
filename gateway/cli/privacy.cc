#include "gateway/cli/privacy.h"

#include <algorithm>

#include "services/common/codes/division_code.h"
#include "services/common/names/names.h"

namespace bangfu::cli {
namespace {

constexpr size_t kHarmlessBytesMax = 12;
constexpr size_t kDigitsMin = 11;  // of a telephone number
// Of identity numbers as they were until 1999 and as they are, without their last character.
constexpr size_t kOldIdNumberDigits = 15;
constexpr size_t kIdNumberDigitsMin = 17;

constexpr std::string_view kPrivateCollections[] = {"households", "persons"};
constexpr std::string_view kPublicCollections[] = {"attestations",  "cases",          "facilities",
                                                   "ledgerEntries", "participations", "postings",
                                                   "programmes",    "projects"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// What an id may be made of.
bool IsWordCharacter(char c) {
  return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

template <typename Words>
bool IsOneOf(std::string_view word, const Words& words) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

size_t LongestDigits(std::string_view text) {
  size_t longest = 0;
  size_t run = 0;
  for (const char c : text) {
    run = IsDigit(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// `collection` is the word before the slash before `word`; empty when there is none.
bool MayShow(std::string_view word, std::string_view collection) {
  if (IsOneOf(collection, kPrivateCollections)) return word == "-" || IsHarmless(word);
  const size_t digits = LongestDigits(word);
  if (digits < kDigitsMin || codes::ValidateVillageCode(word).ok()) return true;
  return IsOneOf(collection, kPublicCollections) && names::IsId(word) &&
         digits != kOldIdNumberDigits && digits < kIdNumberDigitsMin;
}

}  // namespace

bool IsHarmless(std::string_view cell) {
  if (cell.size() > kHarmlessBytesMax) return false;
  const bool plain = std::all_of(cell.begin(), cell.end(), [](char c) {
    return IsWordCharacter(c) || c == '_' || c == '.' || c == '/';
  });
  if (!plain) return false;
  return LongestDigits(cell) < kDigitsMin || codes::ValidateVillageCode(cell).ok();
}

std::string HidePersonal(std::string_view message) {
  std::string shown;
  std::string_view collection;
  while (!message.empty()) {
    const auto end = std::find_if_not(message.begin(), message.end(), IsWordCharacter);
    const std::string_view word = message.substr(0, end - message.begin());
    if (word.empty()) {
      if (message[0] != '/') collection = {};
      shown += message[0];
      message.remove_prefix(1);
      continue;
    }
    shown += MayShow(word, collection) ? word : std::string_view("(hidden)");
    message.remove_prefix(word.size());
    collection = message.starts_with('/') ? word : std::string_view();
  }
  return shown;
}

}  // namespace bangfu::cli
