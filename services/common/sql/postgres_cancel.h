// Asks a PostgreSQL server to stop the statement that a session runs.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_CANCEL_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_CANCEL_H_

#include <memory>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include <libpq-fe.h>

namespace bangfu::sql {

// The requests to stop one statement after another, of one session. A request goes to the server by
// a connection of its own and names the session, not the statement: one that is under way when the
// next statement begins stops that. Used by one thread at a time.
class PostgresCancel {
 public:
  // How long after a request the next one may go out.
  static constexpr absl::Duration kEvery = absl::Milliseconds(50);

  // Before a statement, and before a new session.
  void BeginStatement() { asked_ = false; }
  void BeginSession() { *this = PostgresCancel(); }

  // Asks, unless a request was sent within kEvery or is still under way. To be called again while
  // the statement runs: a request that comes before the server has begun is forgotten. Does not
  // wait.
  void Ask(PGconn* connection);
  // Whether the statement was asked to stop.
  bool asked() const { return asked_; }
  // Waits until no request is under way; false if one still is at `deadline`.
  bool AwaitAnswer(absl::Time deadline) const;

 private:
  bool asked_ = false;
  absl::Time next_;
  std::shared_ptr<absl::Notification> answered_;  // of the last request, once one was sent
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_CANCEL_H_
