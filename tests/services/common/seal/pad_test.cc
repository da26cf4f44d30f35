#include "services/common/seal/pad.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::seal {
namespace {

TEST(Pad, ShortValuesAreAllOfOneLength) {
  for (size_t size = 0; size < 64; ++size) {
    EXPECT_EQ(Pad(std::string(size, 'a'), 64).size(), 64u) << size;
  }
  EXPECT_EQ(Pad(std::string(64, 'a'), 64).size(), 128u);
}

RC_GTEST_PROP(PadProperty, WhatWasPaddedComesBack, (const std::string& plain)) {
  RC_ASSERT(Unpad(Pad(plain, 16), 16).value() == plain);
}

TEST(Pad, WhatIsNotPaddedIsRefused) {
  const std::string zeros(16, '\0');
  for (const std::string& torn :
       {std::string(), zeros, std::string(16, 'a'), "\x80" + std::string(14, '\0'),
        std::string(15, 'a') + "\x80" + std::string(16, '\0')}) {
    EXPECT_EQ(Unpad(torn, 16).status().code(), absl::StatusCode::kDataLoss) << torn.size();
  }
}

}  // namespace
}  // namespace bangfu::seal
