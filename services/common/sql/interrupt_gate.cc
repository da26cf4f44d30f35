#include "services/common/sql/interrupt_gate.h"

namespace bangfu::sql {

void InterruptGate::Interrupt(Interruption interruption) {
  const int wanted = interruption == Interruption::kReads ? 1 : 2;
  int current = reach_.load(std::memory_order_relaxed);
  while (current < wanted &&
         !reach_.compare_exchange_weak(current, wanted, std::memory_order_relaxed)) {
  }
}

bool InterruptGate::MustStop() const {
  const int reach = reach_.load(std::memory_order_relaxed);
  switch (running_) {
    case Running::kRead:
      return reach >= 1;
    case Running::kWrite:
      return reach >= 2;
    case Running::kVerb:
      return false;
  }
  return false;
}

bool InterruptGate::MustEndSoon() const {
  return MustStop() || reach_.load(std::memory_order_relaxed) >= 2;
}

}  // namespace bangfu::sql
