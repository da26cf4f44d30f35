#include "services/common/text/utf8.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::text {
namespace {

TEST(ValidateUtf8, AcceptsTheLimitsOfEachLength) {
  for (const char32_t c :
       {0x0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF}) {
    EXPECT_EQ(ValidateUtf8(Encode(c)), std::nullopt) << std::hex << static_cast<uint32_t>(c);
  }
  EXPECT_EQ(ValidateUtf8(""), std::nullopt);
}

TEST(ValidateUtf8, PointsAtTheFirstBadByte) {
  struct Case {
    const char* what;
    std::string text;
    size_t offset;
  };
  const Case cases[] = {
      {"GB 18030 instead of UTF-8", "\xC1\xF5\xB0\xB2\xB8\xBB", 0},
      {"continuation without a lead", "ab\x80", 2},
      {"overlong slash", "a\xC0\xAF", 1},
      {"overlong in three bytes", "\xE0\x9F\xBF", 0},
      {"overlong in four bytes", "\xF0\x8F\xBF\xBF", 0},
      {"surrogate", "刘\xED\xA0\x80", 3},
      {"above the last code point", "\xF4\x90\x80\x80", 0},
      {"lead of five bytes", "\xF8\x88\x80\x80\x80", 0},
      {"cut short", "刘安\xE5\xAF", 6},
      {"after a long run of ASCII", std::string(1000, 'x') + "\xFF", 1000},
      {"inside a block of eight", "1234567刘\xFF", 10},
  };
  for (const Case& c : cases) EXPECT_EQ(ValidateUtf8(c.text), c.offset) << c.what;
}

TEST(CountCodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0);
  EXPECT_EQ(CountCodePoints("刘安富 A"), 5);
  EXPECT_EQ(CountCodePoints("a\xFF\xFE"), 3);
}

RC_GTEST_PROP(Utf8Property, WhatIsEncodedIsDecoded, ()) {
  const auto code_points = *rc::gen::container<std::vector<char32_t>>(AnyCodePoint());
  const std::string text = EncodeAll(code_points);
  RC_ASSERT(!ValidateUtf8(text));
  RC_ASSERT(CountCodePoints(text) == code_points.size());
  std::vector<char32_t> decoded;
  for (std::string_view rest = text; !rest.empty();) {
    const auto first = DecodeUtf8(rest);
    RC_ASSERT(first);
    decoded.push_back(first->code_point);
    rest.remove_prefix(first->bytes);
  }
  RC_ASSERT(decoded == code_points);
}

RC_GTEST_PROP(Utf8Property, AnyBytesAreValidUpToTheBadOne, ()) {
  const std::string bytes = *AnyBytes();
  RC_ASSERT(CountCodePoints(bytes) <= bytes.size());
  const auto bad = ValidateUtf8(bytes);
  if (!bad) return;
  RC_ASSERT(*bad < bytes.size());
  RC_ASSERT(!ValidateUtf8(std::string_view(bytes).substr(0, *bad)));
  RC_ASSERT(!DecodeUtf8(std::string_view(bytes).substr(*bad)));
}

}  // namespace
}  // namespace bangfu::text
