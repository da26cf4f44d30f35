// One session with a PostgreSQL server: sends commands and waits for their results, and lets itself
// be interrupted meanwhile. Knows libpq, but no statement of ours: postgres_statement.h binds and
// reads, postgres_bulk.h collects rows.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_SESSION_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <libpq-fe.h>

#include "services/common/sql/interrupt_gate.h"
#include "services/common/sql/postgres_cancel.h"

namespace bangfu::sql {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

// An execution of a prepared statement, with its parameters in binary form. Views: libpq copies
// them when it is sent.
struct PostgresCall {
  const char* statement = nullptr;
  std::string_view sql;  // what it was prepared from, for messages
  std::vector<const char*> values;
  std::vector<int> lengths;
};

// Used by one thread at a time, but for Wake().
class PostgresSession {
 public:
  using Running = InterruptGate::Running;

  // `gate` outlives the session. DATABASE_UNREACHABLE, with libpq's words, when there is no server,
  // it lacks the database or does not let us in; FAILED_PRECONDITION when it is too old or its
  // encoding another one. The url may hold a password, and is never shown.
  static absl::StatusOr<std::unique_ptr<PostgresSession>> Open(const std::string& url,
                                                               InterruptGate& gate,
                                                               std::string settings = {});
  ~PostgresSession();

  // Begins a new session in place of one that broke: nothing of it remains, no prepared statement.
  // Why it is not to be had is told to the log alone, once.
  absl::Status Reopen();
  bool alive() const { return PQstatus(connection_.get()) == CONNECTION_OK; }
  // Counts the sessions, so that whoever prepared in one notices that it is another.
  int64_t generation() const { return generation_; }

  // Commands that begin behind this fail with DEADLINE_EXCEEDED. One that runs is given up by the
  // server (its statement_timeout, which an earlier command of the job may have begun with), or is
  // stopped by us soon after; when the server does not answer, 5 s later the session is broken
  // (DATABASE_UNREACHABLE). Verbs begin whatever the deadline, and are given up like that, but 35 s
  // after they began at the latest.
  void set_deadline(absl::Time deadline) { deadline_ = deadline; }
  absl::Time deadline() const { return deadline_; }

  // Several statements without parameters, by the simple protocol. Verbs cannot be interrupted.
  absl::Status Run(const std::string& sql, Running running);
  // The types that the server infers for the parameters of `sql` go into `types`, unless that is
  // null; else they are taken from `given`.
  absl::Status Prepare(const std::string& name, const std::string& sql,
                       const std::vector<Oid>& given, std::vector<Oid>* types);
  absl::StatusOr<PostgresResult> Execute(const PostgresCall& call, Running running);
  // Runs `count` calls in one go: `next(i)` gives the call, `take(i, result)` gets what came of it.
  // The first error of either ends it, and is returned when all has come back.
  absl::Status ExecuteMany(size_t count,
                           absl::FunctionRef<absl::StatusOr<PostgresCall*>(size_t)> next,
                           absl::FunctionRef<absl::Status(size_t, PostgresResult)> take,
                           Running running);
  // A prepared statement that is not needed any longer; it goes with the next Run().
  void Discard(const std::string& name) { discarded_.push_back(name); }
  // `copy_sql` is a COPY ... FROM STDIN, `data` all that it is to read.
  absl::Status Copy(const std::string& copy_sql, std::string_view data);

  // Of the server's side; kInError until a rollback.
  PGTransactionStatusType transaction() const { return PQtransactionStatus(connection_.get()); }
  // The socket, and whether messages of LISTEN have come.
  PGconn* libpq() { return connection_.get(); }

  // From any thread: a wait looks at the gate.
  void Wake();

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  PostgresSession(InterruptGate& gate, int wake, std::string settings);

  absl::Status Connect(const std::string& url);
  absl::Status SetUp();
  absl::Status DropDiscarded();
  absl::Status MayBegin(Running running);
  absl::Status Sent(int accepted);
  absl::Status Flush();
  absl::StatusOr<PostgresResult> NextResult();
  absl::StatusOr<PostgresResult> LastResult(std::string_view sql);
  absl::Status SendMany(size_t count, absl::FunctionRef<absl::StatusOr<PostgresCall*>(size_t)> next,
                        absl::FunctionRef<absl::Status(size_t, PostgresResult)> take);
  absl::Status TakeMany(size_t count, absl::FunctionRef<absl::Status(size_t, PostgresResult)> take,
                        absl::Status failed);
  absl::Status AwaitServer(short events);
  absl::Status NotConnected();
  absl::Status Broken();
  bool IsLate() const;
  absl::Status ErrorOf(const PGresult& result, std::string_view sql) const;
  absl::Status AfterCancel(absl::Status status);

  InterruptGate& gate_;
  const int wake_;              // eventfd
  const std::string settings_;  // statements that a session begins with
  std::string url_;
  std::unique_ptr<PGconn, Finish> connection_;
  int64_t generation_ = 0;
  absl::Time deadline_ = absl::InfiniteFuture();
  absl::Time give_up_ = absl::InfiniteFuture();  // of what runs now
  std::vector<std::string> discarded_;
  bool told_ = false;  // that it cannot be reopened
  Running running_ = Running::kVerb;
  bool late_ = false;      // since the deadline passed
  bool hastened_ = false;  // give_up_ was brought forward
  PostgresCancel cancel_;  // of what runs now
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_SESSION_H_
