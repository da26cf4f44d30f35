#include "services/common/money/money.h"

#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::money {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

TEST(ParseYuan, ReadsPlainAmounts) {
  const struct {
    const char* text;
    int64_t fen;
  } cases[] = {{"0", 0},
               {"1234.50", 123450},
               {"1234.5", 123450},
               {"0.01", 1},
               {"007", 700},
               {"21520000.00", 2152000000},
               {"-0", 0},
               {"-12.34", -1234},
               {"92233720368547758.07", kMax},
               {"-92233720368547758.08", kMin}};
  for (const auto& c : cases) {
    const auto fen = ParseYuan(c.text, Negative::kAllowed);
    ASSERT_TRUE(fen.ok()) << fen.status();
    EXPECT_EQ(*fen, c.fen) << c.text;
  }
}

TEST(ParseYuan, SaysWhatWasFoundAndWhatIsExpected) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"12.345", R"(found "12.345", expected at most two decimals: a fen is the smallest amount)"},
      {"-5.00", R"(found "-5.00", expected an amount that is not negative)"},
      {"1,234.50", R"(found "1,234.50", expected yuan without separators of thousands, such as )"
                   "1234.50"},
      {"１２", R"(found "１２", expected yuan in plain digits, such as 1234.50)"},
      {"", R"(found "", expected an amount in yuan such as 1234.50)"},
      {"92233720368547758.08",
       R"(found "92233720368547758.08", expected at most 92233720368547758.07 yuan)"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ParseYuan(c.text).status(), absl::InvalidArgumentError(c.message));
  }
}

TEST(ParseYuan, RefusesOtherSpellings) {
  for (const char* text :
       {"1.", ".5", ".", "-", "--1", "+1", " 1", "1 ", "1e3", "¥5", "5元", "1.2.3", "1 000", "0x10",
        "1.-5", "92233720368547759", "100000000000000000000000", "-92233720368547758.09"}) {
    EXPECT_FALSE(ParseYuan(text, Negative::kAllowed).ok()) << text;
  }
}

TEST(FormatYuan, GroupsThousands) {
  EXPECT_EQ(FormatYuan(2152000000), "21,520,000.00");
  EXPECT_EQ(FormatYuan(0), "0.00");
  EXPECT_EQ(FormatYuan(5), "0.05");
  EXPECT_EQ(FormatYuan(99999), "999.99");
  EXPECT_EQ(FormatYuan(100000), "1,000.00");
  EXPECT_EQ(FormatYuan(-99999), "-999.99");
  EXPECT_EQ(FormatYuan(-12345678), "-123,456.78");
  EXPECT_EQ(FormatYuan(kMin), "-92,233,720,368,547,758.08");
}

TEST(CheckedArithmetic, RefusesWhatDoesNotFit) {
  EXPECT_EQ(*Add(100, -30), 70);
  EXPECT_EQ(*Subtract(100, 130), -30);
  EXPECT_EQ(Add(kMax, 1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Add(kMin, -1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Subtract(0, kMin).status().code(), absl::StatusCode::kOutOfRange);
}

RC_GTEST_PROP(MoneyProperty, WhatIsWrittenIsReadBack, (int64_t fen)) {
  RC_ASSERT(*ParseYuan(FormatYuanPlain(fen), Negative::kAllowed) == fen);
  std::string grouped = FormatYuan(fen);
  std::erase(grouped, ',');
  RC_ASSERT(grouped == FormatYuanPlain(fen));
}

RC_GTEST_PROP(MoneyProperty, AnyBytesAreReadOrRefused, ()) {
  (void)ParseYuan(*text::AnyBytes(), Negative::kAllowed);
  const std::string text = *text::Over("0123456789.-,");
  const auto fen = ParseYuan(text, Negative::kAllowed);
  RC_CLASSIFY(fen.ok());
  if (fen.ok()) RC_ASSERT(*ParseYuan(FormatYuanPlain(*fen), Negative::kAllowed) == *fen);
}

}  // namespace
}  // namespace bangfu::money
