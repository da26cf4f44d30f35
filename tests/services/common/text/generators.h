// RapidCheck generators of text: any bytes, valid UTF-8, and strings over a parser's own alphabet,
// which reach deeper into it than any bytes do.
#ifndef BANGFU_TESTS_SERVICES_COMMON_TEXT_GENERATORS_H_
#define BANGFU_TESTS_SERVICES_COMMON_TEXT_GENERATORS_H_

#include <string>
#include <string_view>
#include <vector>

#include <rapidcheck.h>

namespace bangfu::text {

inline rc::Gen<std::string> AnyBytes() {
  return rc::gen::container<std::string>(
      rc::gen::map(rc::gen::inRange(0, 256), [](int byte) { return static_cast<char>(byte); }));
}

inline rc::Gen<std::string> Over(std::string_view alphabet) {
  return rc::gen::container<std::string>(
      rc::gen::elementOf(std::string(alphabet.data(), alphabet.size())));
}

// One code point in UTF-8, written apart from the code under test.
inline std::string Encode(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | (c >> 6)), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) {
    return {byte(0xE0 | (c >> 12)), byte(0x80 | ((c >> 6) & 0x3F)), byte(0x80 | (c & 0x3F))};
  }
  return {byte(0xF0 | (c >> 18)), byte(0x80 | ((c >> 12) & 0x3F)), byte(0x80 | ((c >> 6) & 0x3F)),
          byte(0x80 | (c & 0x3F))};
}

// Scalar values, in equal shares of one to four bytes.
inline rc::Gen<char32_t> AnyCodePoint() {
  return rc::gen::oneOf(
      rc::gen::inRange<char32_t>(0, 0x80), rc::gen::inRange<char32_t>(0x80, 0x800),
      rc::gen::inRange<char32_t>(0x800, 0xD800), rc::gen::inRange<char32_t>(0xE000, 0x10000),
      rc::gen::inRange<char32_t>(0x10000, 0x110000));
}

inline std::string EncodeAll(const std::vector<char32_t>& code_points) {
  std::string text;
  for (const char32_t c : code_points) text += Encode(c);
  return text;
}

}  // namespace bangfu::text

#endif  // BANGFU_TESTS_SERVICES_COMMON_TEXT_GENERATORS_H_
