#include "services/common/journal/head_leases.h"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::journal {
namespace {

using ::testing::ElementsAre;

constexpr absl::Duration kLease = absl::Seconds(10);

// Leases with a clock of seconds, and the names of the writes that were answered.
class World {
 public:
  explicit World(int start = -100) : leases_(kLease, At(start)) {}

  static absl::Time At(int second) { return absl::UnixEpoch() + absl::Seconds(second); }

  void Write(const std::string& name, const std::string& county = "510524", int64_t size = 1) {
    v1::JournalPosition position;
    position.set_journal("projects");
    position.set_county(county);
    position.set_size(size);
    leases_.Announce(position, [this, name] { answered_.push_back(name); });
  }
  // What is answered by then.
  std::vector<std::string> Answered(int second) {
    for (const HeadLeases::Answer& answer : leases_.TakeReady(At(second))) answer();
    return answered_;
  }
  std::vector<std::string> Moved(HeadLeases::WatcherId watcher, int second = 0) {
    std::vector<std::string> moved;
    for (const v1::JournalPosition& position : leases_.TakeMoved(watcher, At(second))) {
      moved.push_back(position.county() + ":" + std::to_string(position.size()));
    }
    return moved;
  }
  HeadLeases& leases() { return leases_; }

 private:
  HeadLeases leases_;
  std::vector<std::string> answered_;
};

TEST(HeadLeasesTest, WhereNobodyWatchesNobodyWaits) {
  World world;
  world.Write("a");
  EXPECT_THAT(world.Answered(0), ElementsAre("a"));
  EXPECT_FALSE(world.leases().NextExpiry().has_value());
}

TEST(HeadLeasesTest, AfterAStartAnswersWaitForWhoeverWatchedBefore) {
  World world(0);
  world.Write("a");
  EXPECT_THAT(world.Answered(9), ElementsAre());
  EXPECT_EQ(world.leases().NextExpiry(), World::At(10));
  EXPECT_THAT(world.Answered(10), ElementsAre("a"));
}

TEST(HeadLeasesTest, AnswerWaitsForEveryWatcher) {
  World world;
  const auto one = world.leases().Join(World::At(0));
  const auto other = world.leases().Join(World::At(0));
  world.Write("a");
  world.Moved(one);
  world.Moved(other);
  EXPECT_TRUE(world.leases().Renew(one, 1, World::At(1)));
  EXPECT_THAT(world.Answered(1), ElementsAre());
  EXPECT_TRUE(world.leases().Renew(other, 1, World::At(2)));
  EXPECT_THAT(world.Answered(2), ElementsAre("a"));
}

TEST(HeadLeasesTest, OnlyWhatAWatcherKnowsIsAnswered) {
  World world;
  const auto watcher = world.leases().Join(World::At(0));
  world.Write("a");
  world.Moved(watcher);
  world.Write("b");
  world.leases().Renew(watcher, 99, World::At(1));  // it cannot know what it was not told
  EXPECT_THAT(world.Answered(1), ElementsAre("a"));
}

TEST(HeadLeasesTest, WatcherIsWaitedForUntilItsLeaseEndsAndNoLonger) {
  for (const bool leaves : {false, true}) {
    World world;
    const auto watcher = world.leases().Join(World::At(0));
    world.leases().Renew(watcher, 0, World::At(5));
    if (leaves) world.leases().Leave(watcher);
    world.Write("a");
    EXPECT_THAT(world.Answered(14), ElementsAre());
    EXPECT_EQ(world.leases().NextExpiry(), World::At(15));
    EXPECT_THAT(world.Answered(15), ElementsAre("a"));
    EXPECT_FALSE(world.leases().Renew(watcher, 1, World::At(16)));
  }
}

TEST(HeadLeasesTest, WatcherThatAcknowledgesNothingIsWaitedForNoLongerThanTwoLeases) {
  World world;
  const auto watcher = world.leases().Join(World::At(0));
  EXPECT_TRUE(world.leases().Renew(watcher, 0, World::At(1)));
  world.Write("a");
  world.Moved(watcher, 2);
  EXPECT_TRUE(world.leases().Renew(watcher, 0, World::At(8)));
  EXPECT_TRUE(world.leases().Renew(watcher, 0, World::At(11)));
  EXPECT_FALSE(world.leases().Renew(watcher, 0, World::At(12)));
  EXPECT_THAT(world.Answered(20), ElementsAre());
  EXPECT_THAT(world.Answered(21), ElementsAre("a"));
}

TEST(HeadLeasesTest, WatcherThatStillWaitsForItsFirstHeadsOwesNothing) {
  World world(0);
  world.Write("a");
  const auto watcher = world.leases().Join(World::At(0));
  for (int second = 5; second <= 30; second += 5) {
    EXPECT_TRUE(world.leases().Renew(watcher, 0, World::At(second))) << second;
  }
  EXPECT_THAT(world.Answered(30), ElementsAre("a")) << "it will read what was written before";
  world.Write("b");
  EXPECT_THAT(world.Answered(39), ElementsAre("a"));
}

TEST(HeadLeasesTest, WatcherThatIsAlwaysSomeWritesBehindIsWaitedFor) {
  World world;
  const auto watcher = world.leases().Join(World::At(0));
  for (int i = 1; i <= 20; ++i) {
    world.Write("a");
    world.Moved(watcher, 5 * i);
    EXPECT_TRUE(world.leases().Renew(watcher, i - 1, World::At(5 * i))) << i;
  }
}

TEST(HeadLeasesTest, WatcherThatFallsBehindMoreAndMoreIsNot) {
  World world;
  const auto watcher = world.leases().Join(World::At(0));
  for (int second = 1; second <= 11; ++second) {
    world.Write("a");
    world.Moved(watcher, second);
    EXPECT_TRUE(world.leases().Renew(watcher, second / 10, World::At(second))) << second;
  }
  EXPECT_FALSE(world.leases().Renew(watcher, 1, World::At(12)));  // it was told of 2 in second 2
}

TEST(HeadLeasesTest, EachWatcherIsToldTheNewestOnce) {
  World world;
  const auto watcher = world.leases().Join(World::At(0));
  world.Write("a", "510524", 3);
  world.Write("b", "510524", 5);
  world.Write("c", "510524", 4);  // was committed before b
  world.Write("d", "610826", 1);
  EXPECT_THAT(world.Moved(watcher), ElementsAre("510524:5", "610826:1"));
  EXPECT_THAT(world.Moved(watcher), ElementsAre());
  world.Write("e", "610826", 2);
  EXPECT_THAT(world.Moved(watcher), ElementsAre("610826:2"));
}

TEST(HeadLeasesTest, WatchersThatAreThereAreCounted) {
  World world;
  EXPECT_EQ(world.leases().watcher_count(), 0);
  const auto watcher = world.leases().Join(World::At(0));
  EXPECT_EQ(world.leases().watcher_count(), 1);
  world.leases().Leave(watcher);
  EXPECT_EQ(world.leases().watcher_count(), 0);
}

// Whatever happens: when a write is answered, each watcher who may still believe in its lease has
// acknowledged it.
RC_GTEST_PROP(HeadLeasesProperty, NoWriteIsAnsweredBeforeWhoeverWatchesKnowsIt, ()) {
  struct Believer {
    absl::Time until;
    int64_t told = 0;
    int64_t known = 0;
  };
  HeadLeases leases(kLease, World::At(-100));
  std::map<HeadLeases::WatcherId, Believer> believers;
  int64_t written = 0;
  int second = 0;
  for (const int step : *rc::gen::container<std::vector<int>>(60, rc::gen::inRange(0, 100))) {
    second += step % 3;
    const absl::Time now = World::At(second);
    const auto pick = [&] { return std::next(believers.begin(), step % believers.size()); };
    if (step < 15) {
      believers[leases.Join(now)] = {now + kLease, written, written};
    } else if (step < 50) {
      const int64_t version = ++written;
      v1::JournalPosition position;
      position.set_county(std::to_string(step % 4));
      leases.Announce(position, [&, version] {
        for (const auto& [id, believer] : believers) {
          const bool believes = believer.until > World::At(second);
          RC_ASSERT(!believes || believer.known >= version);
        }
      });
    } else if (step < 60 && !believers.empty()) {
      leases.Leave(pick()->first);
    } else if (step < 80 && !believers.empty()) {
      leases.TakeMoved(pick()->first, now);
      pick()->second.told = written;
    } else if (!believers.empty()) {
      Believer& believer = pick()->second;
      if (leases.Renew(pick()->first, believer.told, now)) {
        believer = {now + kLease, believer.told, believer.told};
      }
    }
    for (const HeadLeases::Answer& answer : leases.TakeReady(now)) answer();
  }
}

}  // namespace
}  // namespace bangfu::journal
