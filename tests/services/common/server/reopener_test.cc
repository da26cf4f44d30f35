#include "services/common/server/reopener.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "tests/services/common/eventually.h"

namespace bangfu::server {
namespace {

constexpr Backoff kSoon = {.min = absl::Milliseconds(1), .max = absl::Milliseconds(5)};

TEST(Reopener, OpensAgainWhenAStreamEndsAndWhenItIsToldTo) {
  std::atomic<int> opened = 0;
  std::atomic<int> ended = 0;  // the last stream that has, each ends once
  Reopener* raw = nullptr;
  const auto end = [&](int stream) {
    int before = stream - 1;
    if (ended.compare_exchange_strong(before, stream)) raw->OnEnd(true);
  };
  Reopener reopener(
      kSoon, [&]() -> Reopener::Cancel { return [&end, stream = ++opened] { end(stream); }; });
  raw = &reopener;
  reopener.Start();
  EXPECT_EQ(opened, 1);
  end(1);
  EXPECT_TRUE(Eventually([&] { return opened == 2; }));
  reopener.Restart();
  EXPECT_TRUE(Eventually([&] { return opened == 3; }));
  reopener.Stop();
  EXPECT_EQ(ended, 3);
  EXPECT_EQ(opened, 3);
}

TEST(Reopener, StopEndsTheStreamThatIsOpenThoughAnEarlierOneWasSlowToOpen) {
  std::atomic<int> opened = 0;
  std::atomic<int> last_cancelled = 0;
  Reopener* raw = nullptr;
  Reopener reopener(kSoon, [&]() -> Reopener::Cancel {
    const int number = ++opened;
    if (number == 1) {
      raw->OnEnd(false);  // at once, before it is known how to cancel it
      EXPECT_TRUE(Eventually([&] { return opened == 2; }));
    }
    return [&, number] {
      last_cancelled = number;
      raw->OnEnd(false);
    };
  });
  raw = &reopener;
  reopener.Start();
  reopener.Stop();
  EXPECT_EQ(last_cancelled, 2);
}

}  // namespace
}  // namespace bangfu::server
