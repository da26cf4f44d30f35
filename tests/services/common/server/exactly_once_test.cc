#include "services/common/server/exactly_once.h"

#include <vector>

#include <gtest/gtest.h>

namespace bangfu::server {
namespace {

class ExactlyOnceTest : public ::testing::Test {
 protected:
  std::function<void(absl::Status)> Make() {
    return ExactlyOnce<absl::Status>([this](absl::Status status) { got_.push_back(status); });
  }
  std::vector<absl::Status> got_;
};

TEST_F(ExactlyOnceTest, OnlyTheFirstCallOfAnyCopyCounts) {
  {
    const auto callback = Make();
    const auto copy = callback;  // NOLINT(performance-unnecessary-copy-initialization)
    copy(absl::NotFoundError("first"));
    callback(absl::OkStatus());
  }
  EXPECT_EQ(got_, std::vector{absl::NotFoundError("first")});
}

TEST_F(ExactlyOnceTest, LettingGoWithoutACallIsAnInternalError) {
  { const auto callback = Make(); }
  ASSERT_EQ(got_.size(), 1u);
  EXPECT_EQ(got_[0].code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace bangfu::server
