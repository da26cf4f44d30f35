#include "services/common/text/quote.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/text/utf8.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::text {
namespace {

TEST(Quote, ShowsWhatWasFound) {
  EXPECT_EQ(Quote(""), R"("")");
  EXPECT_EQ(Quote("叙永县"), R"("叙永县")");
  EXPECT_EQ(Quote(R"(a "b" \c)"), R"("a \"b\" \\c")");
}

TEST(Quote, MakesControlCharactersAndBadBytesVisible) {
  EXPECT_EQ(Quote("a\x1B[2J\n"), R"("a\x1B[2J\x0A")");
  EXPECT_EQ(Quote(std::string("\0", 1)), R"("\x00")");
  EXPECT_EQ(Quote("\u0085"), R"("\xC2\x85")");
  EXPECT_EQ(Quote("\xC1\xF5"), R"("\xC1\xF5")");
}

TEST(Quote, CutsAfterFortyCodePoints) {
  const std::string forty(40, 'x');
  EXPECT_EQ(Quote(forty), "\"" + forty + "\"");
  EXPECT_EQ(Quote(forty + "y"), "\"" + forty + "…\"");
  EXPECT_LE(Quote(std::string(1 << 20, '\xFF')).size(), 200);
}

RC_GTEST_PROP(QuoteProperty, AnyBytesBecomeShortPrintableText, ()) {
  const std::string quoted = Quote(*AnyBytes());
  RC_ASSERT(!ValidateUtf8(quoted));
  RC_ASSERT(quoted.size() <= 340u);
  for (const char c : quoted) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
}

}  // namespace
}  // namespace bangfu::text
