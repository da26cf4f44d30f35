#include "gateway/flights.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bangfu::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A caller of a test; one called so has left.
struct Caller {
  std::string name;

  friend bool operator==(const Caller&, const Caller&) = default;
  friend bool HasEnded(const Caller& caller) { return caller.name == "left"; }
};

// Seconds on a clock that starts at 100 when the first flight begins, by somebody who waits until
// 115 and whose sheet is there by 114.
absl::Time At(int second) { return absl::UnixEpoch() + absl::Seconds(second); }

class FlightsTest : public ::testing::Test {
 protected:
  void SetUp() override { flight_ = flights_.Board(Who(100, 100, 115), {"leader"}).flight; }

  static Boarding Who(int came, int now, int deadline, PresentHeads::Moment moment = kMoment) {
    return {"q", At(came), At(now), At(deadline), At(deadline - 1), moment};
  }
  Part Board(const Boarding& who, const std::string& caller = "one") {
    return flights_.Board(who, {caller}).part;
  }

  static constexpr PresentHeads::Moment kMoment = {.complete = true, .generation = 1, .version = 7};
  static constexpr PresentHeads::Moment kMoved = {.complete = true, .generation = 1, .version = 8};
  static constexpr PresentHeads::Moment kIncomplete = {
      .complete = false, .generation = 1, .version = 7};
  static constexpr PresentHeads::Moment kFoundAgain = {
      .complete = true, .generation = 2, .version = 7};

  Flights<Caller> flights_;
  FlightId flight_ = 0;
};

TEST_F(FlightsTest, FirstLeadsAndTheNextAfterItsLandingLeadsAgain) {
  EXPECT_EQ(Board(Who(101, 101, 116)), Part::kPassenger);
  EXPECT_THAT(flights_.Land(flight_).sharing, ElementsAre(Caller{"one"}));
  EXPECT_EQ(Board(Who(101, 102, 117)), Part::kLeader);
}

TEST_F(FlightsTest, WhoShares) {
  const struct {
    const char* situation;
    Boarding who;
    bool shares;
  } cases[] = {
      {"came before, no head moved", Who(99, 101, 116), true},
      {"came before, a head moved since", Who(99, 101, 116, kMoved), true},
      {"came in the moment it began, a head moved since", Who(100, 101, 116, kMoved), true},
      {"came after, no head moved", Who(101, 101, 116), true},
      {"came after a head moved", Who(101, 101, 116, kMoved), false},
      {"came after a copy was found again", Who(101, 101, 116, kFoundAgain), false},
  };
  for (const auto& one : cases) {
    Flights<Caller> flights;
    const FlightId flight = flights.Board(Who(100, 100, 115), {"leader"}).flight;
    EXPECT_EQ(flights.Board(one.who, {"one"}).part, Part::kPassenger) << one.situation;
    const Flights<Caller>::Landed landed = flights.Land(flight);
    EXPECT_EQ(landed.sharing.size(), one.shares ? 1u : 0u) << one.situation;
    EXPECT_EQ(landed.later.size(), one.shares ? 0u : 1u) << one.situation;
  }
}

TEST_F(FlightsTest, WhileAPromiseIsMissingWhoCameBeforeSharesAndNobodyElse) {
  Flights<Caller> flights;
  const FlightId flight = flights.Board(Who(100, 100, 115, kIncomplete), {"leader"}).flight;
  Boarding before = Who(100, 100, 115, kIncomplete);
  Boarding after = before;
  after.came = after.now = before.came + kJoinedMax;
  EXPECT_EQ(flights.Board(before, {"before"}).part, Part::kPassenger);
  EXPECT_EQ(flights.Board(after, {"after"}).part, Part::kPassenger);
  const Flights<Caller>::Landed landed = flights.Land(flight);
  EXPECT_THAT(landed.sharing, ElementsAre(Caller{"before"}));
  EXPECT_THAT(landed.later, ElementsAre(Caller{"after"}));
}

TEST_F(FlightsTest, WhileAPromiseIsMissingAFlightThatTakesLongIsLeftToItsOwn) {
  Flights<Caller> flights;
  const FlightId first = flights.Board(Who(100, 100, 115, kIncomplete), {"leader"}).flight;
  flights.Board(Who(100, 100, 115, kIncomplete), {"passenger"});
  const auto next = flights.Board(Who(101, 101, 116, kIncomplete), {"leader of the next"});
  EXPECT_EQ(next.part, Part::kLeader);
  EXPECT_EQ(flights.Board(Who(101, 101, 116, kIncomplete), {"other"}).part, Part::kPassenger);
  EXPECT_THAT(flights.Land(first).sharing, ElementsAre(Caller{"passenger"}));
  EXPECT_EQ(flights.Board(Who(101, 101, 116, kIncomplete), {"third"}).part, Part::kPassenger);
  EXPECT_THAT(flights.Land(next.flight).sharing, ElementsAre(Caller{"other"}, Caller{"third"}));
}

TEST_F(FlightsTest, WhoKnowsAllHeadsJoinsAFlightHoweverLongItTakes) {
  EXPECT_EQ(Board(Who(105, 105, 120)), Part::kPassenger);
}

TEST_F(FlightsTest, AnotherQuestionIsAnotherFlight) {
  Boarding other = Who(101, 101, 116);
  other.question = "another";
  EXPECT_EQ(Board(other), Part::kLeader);
}

TEST_F(FlightsTest, WhoHasLessTimeThanTheFlightMayTakeGoesAlone) {
  EXPECT_EQ(Board(Who(101, 101, 115)), Part::kPassenger);
  EXPECT_EQ(Board(Who(102, 102, 114)), Part::kAlone);
}

TEST_F(FlightsTest, CallersInAHurryAndPatientOnesFlyApart) {
  EXPECT_EQ(Board(Who(101, 101, 102), "hurried"), Part::kLeader);
  EXPECT_EQ(Board(Who(101, 101, 161), "patient"), Part::kLeader);
  EXPECT_EQ(Board(Who(102, 102, 162), "patient too"), Part::kPassenger);
  EXPECT_THAT(flights_.Land(flight_).sharing, IsEmpty());
}

TEST_F(FlightsTest, WhoLeftKeepsNoPlace) {
  for (int i = 0; i < 1000; ++i) Board(Who(101, 101, 116), i % 100 == 0 ? "stays" : "left");
  EXPECT_LT(flights_.Land(flight_).sharing.size(), 40u);
}

}  // namespace
}  // namespace bangfu::gateway
