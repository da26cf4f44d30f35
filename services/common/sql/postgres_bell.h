// Tells the processes on one schema of a PostgreSQL database of each other's commits, by NOTIFY and
// LISTEN, so that nobody has to poll. A hint and no promise: whoever hears it looks for himself.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_BELL_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_BELL_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/common/sql/postgres_session.h"

namespace bangfu::sql {

class PostgresBell {
 public:
  // Connects, and calls `on_ring`, on a thread of its own, whenever another process rang; also
  // after a connection that was lost came back, and every 5 s, since a process may die between its
  // commit and its ring. `on_ring` is quick, and does not throw.
  static absl::StatusOr<std::unique_ptr<PostgresBell>> Hang(const std::string& url,
                                                            std::function<void()> on_ring);
  ~PostgresBell();
  PostgresBell(const PostgresBell&) = delete;
  PostgresBell& operator=(const PostgresBell&) = delete;

  // From any thread; returns at once. Rings that come quicker than they can be sent are one.
  // Not within the committing transaction: NOTIFY serialises the commits of all who use it.
  void Ring();

 private:
  PostgresBell(std::function<void()> on_ring, int wake);

  absl::Status Listen();
  void Loop();
  bool Recover();
  bool Hear();
  void AwaitSomething();
  void Wake();

  const std::function<void()> on_ring_;
  const int wake_;  // eventfd
  InterruptGate gate_;
  std::unique_ptr<PostgresSession> session_;
  std::atomic<bool> rung_ = false;
  std::atomic<bool> stopping_ = false;
  absl::Time look_anyway_ = absl::InfinitePast();  // the thread's
  std::thread thread_;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_BELL_H_
