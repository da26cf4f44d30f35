#include "services/common/sql/postgres_cancel.h"

#include <array>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/time/clock.h"

namespace bangfu::sql {

// On a thread of its own, since libpq waits for an answer, of a server that hangs for ever: the
// thread outlives the session then.
void PostgresCancel::Ask(PGconn* connection) {
  if (asked_ && absl::Now() < next_) return;
  asked_ = true;
  next_ = absl::Now() + kEvery;
  if (answered_ && !answered_->HasBeenNotified()) return;
  const std::shared_ptr<PGcancel> cancel(PQgetCancel(connection), PQfreeCancel);
  if (cancel == nullptr) return;
  auto answered = std::make_shared<absl::Notification>();
  try {
    std::thread([cancel, answered] {
      std::array<char, 256> error;
      PQcancel(cancel.get(), error.data(), error.size());
      answered->Notify();
    }).detach();
    answered_ = std::move(answered);
  } catch (const std::system_error&) {  // no thread is to be had now
  }
}

bool PostgresCancel::AwaitAnswer(absl::Time deadline) const {
  return answered_ == nullptr || answered_->WaitForNotificationWithDeadline(deadline);
}

}  // namespace bangfu::sql
