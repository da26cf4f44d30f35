// Whether the statements of a connection may run: asked before each begins, and while it runs.
#ifndef BANGFU_SERVICES_COMMON_SQL_INTERRUPT_GATE_H_
#define BANGFU_SERVICES_COMMON_SQL_INTERRUPT_GATE_H_

#include <atomic>

#include "services/common/sql/connection.h"

namespace bangfu::sql {

// The flag stays until it is cleared. A database's own way to interrupt reaches only what runs at
// that moment, and would miss a job that is between two statements.
class InterruptGate {
 public:
  enum class Running { kRead, kWrite, kVerb };

  // From any thread.
  void Interrupt(Interruption interruption);
  void Clear() { reach_.store(0, std::memory_order_relaxed); }

  // Whether a statement may begin.
  bool open() const { return reach_.load(std::memory_order_relaxed) == 0; }
  // Says what runs next on the connection's thread.
  void Enter(Running running) { running_ = running; }
  // Whether what runs now must stop; asked on the connection's thread.
  bool MustStop() const;
  // Whether it may be waited for only a little longer: what must stop, and a verb when everything
  // must end. Asked on the connection's thread.
  bool MustEndSoon() const;

 private:
  std::atomic<int> reach_{0};  // 0 nothing, 1 reads, 2 everything
  Running running_ = Running::kRead;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_INTERRUPT_GATE_H_
