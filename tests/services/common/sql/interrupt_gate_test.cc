#include "services/common/sql/interrupt_gate.h"

#include <gtest/gtest.h>

namespace bangfu::sql {
namespace {

using Running = InterruptGate::Running;

TEST(InterruptGate, CancellingNeverStopsAWriteThatRuns) {
  const struct {
    Interruption interruption;
    Running running;
    bool stops;
    bool ends_soon;
  } cases[] = {
      {Interruption::kReads, Running::kRead, true, true},
      {Interruption::kReads, Running::kWrite, false, false},
      {Interruption::kReads, Running::kVerb, false, false},
      {Interruption::kEverything, Running::kRead, true, true},
      {Interruption::kEverything, Running::kWrite, true, true},
      {Interruption::kEverything, Running::kVerb, false, true},
  };
  for (const auto& c : cases) {
    InterruptGate gate;
    gate.Enter(c.running);
    EXPECT_FALSE(gate.MustStop());
    gate.Interrupt(c.interruption);
    EXPECT_EQ(gate.MustStop(), c.stops);
    EXPECT_EQ(gate.MustEndSoon(), c.ends_soon);
    EXPECT_FALSE(gate.open());
    gate.Clear();
    EXPECT_FALSE(gate.MustStop());
    EXPECT_TRUE(gate.open());
  }
}

TEST(InterruptGate, NarrowerInterruptionDoesNotReplaceAWiderOne) {
  InterruptGate gate;
  gate.Enter(Running::kWrite);
  gate.Interrupt(Interruption::kEverything);
  gate.Interrupt(Interruption::kReads);
  EXPECT_TRUE(gate.MustStop());
}

}  // namespace
}  // namespace bangfu::sql
