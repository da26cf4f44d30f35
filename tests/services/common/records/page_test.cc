#include "services/common/records/page.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::records {
namespace {

void ExpectInvalidToken(const absl::StatusOr<std::string>& last_key) {
  EXPECT_EQ(last_key.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(last_key.status()), "INVALID_PAGE_TOKEN");
}

TEST(PageSize, IsAHundredUnlessAskedFor) {
  const struct {
    int requested;
    int size;
  } cases[] = {{0, 100}, {1, 1}, {999, 999}, {1000, 1000}};
  for (const auto& c : cases) {
    const auto size = PageSize(c.requested);
    ASSERT_TRUE(size.ok()) << size.status();
    EXPECT_EQ(*size, c.size);
  }
}

TEST(PageSize, NegativeOrAboveAThousandIsRefused) {
  for (const int requested : {-1, 1001, INT32_MIN, INT32_MAX}) {
    const auto size = PageSize(requested);
    EXPECT_EQ(size.status().code(), absl::StatusCode::kInvalidArgument);
    const auto violations = ViolationsOf(size.status());
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].field, "page_size");
    EXPECT_EQ(violations[0].description,
              "found " + std::to_string(requested) + ", expected 0 to 1000");
  }
}

TEST(PageToken, EmptyOneIsTheFirstPage) {
  const auto last_key = DecodePageToken({"ListVillages", "counties/510524"}, "");
  ASSERT_TRUE(last_key.ok()) << last_key.status();
  EXPECT_EQ(*last_key, "");
}

TEST(PageToken, OfTheSameArgumentsGivesTheKey) {
  const std::string token = EncodePageToken({"ListVillages", "counties/510524"}, "510524101227");
  const auto last_key = DecodePageToken({"ListVillages", "counties/510524"}, token);
  ASSERT_TRUE(last_key.ok()) << last_key.status();
  EXPECT_EQ(*last_key, "510524101227");
}

TEST(PageToken, OfOtherArgumentsIsRefused) {
  const std::string token = EncodePageToken({"ListCases", "counties/510524"}, "cattle-family");
  ExpectInvalidToken(DecodePageToken({"ListCases", "counties/610826"}, token));
  ExpectInvalidToken(DecodePageToken({"ListPostings", "counties/510524"}, token));
  ExpectInvalidToken(DecodePageToken({"ListCases"}, token));
  ExpectInvalidToken(DecodePageToken({"ListCases", "counties/510524", ""}, token));
  ExpectInvalidToken(DecodePageToken({"ListCasescounties/510524"}, token));
  ExpectInvalidToken(DecodePageToken({"ListCases", "counties/51052", "4"}, token));
}

TEST(PageToken, CanStandInAUrl) {
  for (char last = 'a'; last <= 'z'; ++last) {
    const std::string token = EncodePageToken({"ListCases"}, std::string("\xFF\xFE\xFB") + last);
    EXPECT_EQ(token.find_first_of("+/= "), std::string::npos) << token;
  }
}

TEST(PageToken, OtherwiseSpelledIsRefused) {
  const std::string token = EncodePageToken({"ListCases"}, "k");
  ExpectInvalidToken(DecodePageToken({"ListCases"}, token + "="));
  ExpectInvalidToken(DecodePageToken({"ListCases"}, token + "=="));
  ExpectInvalidToken(DecodePageToken({"ListCases"}, " " + token));
  ExpectInvalidToken(DecodePageToken({"ListCases"}, token + "\n"));
  ExpectInvalidToken(DecodePageToken({"ListCases"}, std::string(100'000, 'A')));
}

TEST(PageToken, LongestKeyComesBack) {
  const std::string key(64 * 1024, 'k');
  const auto last_key = DecodePageToken({}, EncodePageToken({}, key));
  ASSERT_TRUE(last_key.ok()) << last_key.status();
  EXPECT_EQ(*last_key, key);
}

RC_GTEST_PROP(PageToken, EveryKeyComesBackFromItsArgumentsAlone, (std::string a, std::string b)) {
  const std::string key = *rc::gen::nonEmpty(text::AnyBytes());
  const std::string token = EncodePageToken({a, b}, key);
  const auto last_key = DecodePageToken({a, b}, token);
  RC_ASSERT(last_key.ok());
  RC_ASSERT(*last_key == key);
  RC_ASSERT(!DecodePageToken({a + b}, token).ok());
  RC_ASSERT(!DecodePageToken({a, b + "x"}, token).ok());
}

RC_GTEST_PROP(PageToken, OneCharacterChangedIsRefused, ()) {
  std::string token = EncodePageToken({"ListCases"}, "cattle-family");
  const auto at = *rc::gen::inRange<size_t>(0, token.size());
  const char before = token[at];
  token[at] = static_cast<char>(*rc::gen::inRange(0, 256));
  RC_PRE(token[at] != before);
  RC_ASSERT(!DecodePageToken({"ListCases"}, token).ok());
}

RC_GTEST_PROP(PageToken, AnyBytesAreRefused, ()) {
  const std::string token =
      *rc::gen::nonEmpty(rc::gen::oneOf(text::AnyBytes(), text::Over("ABCDEFabcdef0123456789-_=")));
  RC_ASSERT(!DecodePageToken({"ListCases"}, token).ok());
}

}  // namespace
}  // namespace bangfu::records
