// A string as JSON writes it.
#ifndef BANGFU_TESTS_BENCH_JSON_TEXT_H_
#define BANGFU_TESTS_BENCH_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace bangfu::bench {

// In quotes. Control characters become spaces: what is written here are words for people.
inline std::string JsonText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return quoted + '"';
}

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_JSON_TEXT_H_
