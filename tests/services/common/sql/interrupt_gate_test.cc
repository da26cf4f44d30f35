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
  } cases[] = {
      {Interruption::kReads, Running::kRead, true},
      {Interruption::kReads, Running::kWrite, false},
      {Interruption::kReads, Running::kVerb, false},
      {Interruption::kEverything, Running::kRead, true},
      {Interruption::kEverything, Running::kWrite, true},
      {Interruption::kEverything, Running::kVerb, false},
  };
  for (const auto& c : cases) {
    InterruptGate gate;
    gate.Enter(c.running);
    EXPECT_FALSE(gate.MustStop());
    gate.Interrupt(c.interruption);
    EXPECT_EQ(gate.MustStop(), c.stops);
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
