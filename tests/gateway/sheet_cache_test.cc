#include "gateway/sheet_cache.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::gateway {
namespace {

class SheetCacheTest : public ::testing::Test {
 protected:
  SheetCacheTest() {
    copy_ = heads_.AddCopy(Source::kProjects);
    Move(1, /*first=*/true);
  }
  void Move(int64_t size, bool first = false) {
    journal::v1::WatchHeadsResponse told;
    journal::v1::JournalPosition& position = *told.add_positions();
    position.set_county("510524");
    position.set_size(size);
    heads_.Take(copy_, told, first, absl::InfiniteFuture());
  }
  PresentHeads::Moment Present() const { return heads_.At(absl::UnixEpoch()); }
  void Put(SheetCache& cache, const std::string& key, const std::string& sheet, int64_t size) {
    cache.Put(key, grpc::Slice(sheet), {{Source::kProjects, "510524", size}}, Present().generation);
  }
  std::string Find(SheetCache& cache, const std::string& key) {
    const std::optional<grpc::Slice> found = cache.Find(key, Present());
    return found ? std::string(reinterpret_cast<const char*>(found->begin()), found->size()) : "";
  }

  PresentHeads heads_;
  PresentHeads::CopyId copy_ = 0;
};

TEST_F(SheetCacheTest, SheetOfThePresentHeadsIsFoundAndNoOther) {
  SheetCache cache(1 << 20, heads_);
  EXPECT_EQ(Find(cache, "q"), "");
  Put(cache, "q", "sheet of 1", 1);
  EXPECT_EQ(Find(cache, "q"), "sheet of 1");
  EXPECT_EQ(Find(cache, "q"), "sheet of 1");
  EXPECT_EQ(Find(cache, "other"), "");
  Move(2);
  EXPECT_EQ(Find(cache, "q"), "");
  Put(cache, "q", "sheet of 2", 2);
  EXPECT_EQ(Find(cache, "q"), "sheet of 2");
  EXPECT_EQ(cache.Stats().hits, 3u);
  EXPECT_EQ(cache.Stats().misses, 3u);
}

TEST_F(SheetCacheTest, WhatHasGrownSinceASheetIsKnownWhileItsLogsAreTheSame) {
  SheetCache cache(1 << 20, heads_);
  EXPECT_TRUE(cache.GrownSince("q", Present()).empty());
  Put(cache, "q", "sheet of 1", 1);
  EXPECT_TRUE(cache.GrownSince("q", Present()).empty());
  Move(2);
  const std::vector<HeadSize> grown = {{Source::kProjects, "510524", 2}};
  EXPECT_EQ(cache.GrownSince("q", Present()), grown);
  Move(3, /*first=*/true);
  EXPECT_TRUE(cache.GrownSince("q", Present()).empty());
}

TEST_F(SheetCacheTest, SheetThatWasOvertakenWhileItWasMadeIsNotFound) {
  SheetCache cache(1 << 20, heads_);
  Move(2);
  Put(cache, "q", "sheet of 1", 1);
  EXPECT_EQ(Find(cache, "q"), "");
}

TEST_F(SheetCacheTest, WithoutAPromiseNothingIsFound) {
  SheetCache cache(1 << 20, heads_);
  Put(cache, "q", "sheet", 1);
  heads_.Lose(copy_);
  EXPECT_EQ(Find(cache, "q"), "");
  Move(1, /*first=*/true);  // the same heads, but perhaps of another log
  EXPECT_EQ(Find(cache, "q"), "");
}

TEST_F(SheetCacheTest, LeastRecentlyUsedGoesFirst) {
  const std::string sheet(1000, 'x');
  SheetCache cache(3 * (1000 + 64 + 512), heads_);
  for (const char* key : {"a", "b", "c"}) Put(cache, key, sheet, 1);
  EXPECT_EQ(Find(cache, "a"), sheet);
  Put(cache, "d", sheet, 1);
  EXPECT_EQ(Find(cache, "b"), "");
  EXPECT_EQ(Find(cache, "a"), sheet);
  EXPECT_EQ(cache.Stats().sheets, 3u);
}

TEST_F(SheetCacheTest, SheetTooLargeForItIsNotKept) {
  SheetCache cache(1000, heads_);
  Put(cache, "q", std::string(2000, 'x'), 1);
  EXPECT_EQ(Find(cache, "q"), "");
  EXPECT_EQ(cache.Stats().bytes, 0u);
}

// Whatever is written, told, lost and made in whatever order: a sheet that is found is of the heads
// as they are.
RC_GTEST_FIXTURE_PROP(SheetCacheTest, WhatIsFoundIsOfThePresentHeads, ()) {
  SheetCache cache(1 << 16, heads_);
  int64_t size = 1;
  for (const int step : *rc::gen::container<std::vector<int>>(80, rc::gen::inRange(0, 100))) {
    if (step < 25) {
      Move(++size);
    } else if (step < 30) {
      heads_.Lose(copy_);
      Move(size, /*first=*/true);
    } else if (step < 60) {
      const int64_t made_of = size - step % 2;  // the answers may be older than the present
      Put(cache, std::to_string(step % 3), std::to_string(made_of), made_of);
    } else {
      const std::string found = Find(cache, std::to_string(step % 3));
      RC_ASSERT(found.empty() || found == std::to_string(size));
    }
  }
}

}  // namespace
}  // namespace bangfu::gateway
