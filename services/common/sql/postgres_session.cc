#include "services/common/sql/postgres_session.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <utility>

#include "absl/time/clock.h"
#include <spdlog/spdlog.h>

#include "services/common/sql/postgres_status.h"
#include "services/common/sql/retry.h"

namespace bangfu::sql {
namespace {

constexpr int kServerVersionMin = 140000;
// How long a server may take beyond the deadline to say that it gave up.
constexpr absl::Duration kServerGrace = absl::Seconds(5);
// How long beyond the deadline a statement is left to the server's own limit.
constexpr absl::Duration kLate = absl::Milliseconds(100);
// What begins or ends a transaction, and has no deadline that is nearer: it waits for nobody's
// lock, only for the disk, and a commit for a standby.
constexpr absl::Duration kVerbMax = absl::Seconds(30);
constexpr size_t kCopyChunkBytes = 256 * 1024;

// What every session begins with. Our queries are keyed, and each has its index: a plan that was
// made when a table was empty must not read all of it when it is full. Citus makes those plans on
// its workers, and must see the values: they say which. Durable means on disk.
constexpr const char* kSettings =
    "SET client_min_messages = warning; SET synchronous_commit = on; SET jit = off; "
    "SELECT set_config('plan_cache_mode', CASE WHEN EXISTS (SELECT FROM pg_extension "
    "WHERE extname = 'citus') THEN 'auto' ELSE 'force_generic_plan' END, false); "
    "SET enable_seqscan = off; "
    "SET lock_timeout = '30s'; "
    // Of a process that hangs, or whose machine is gone: others wait for what it has locked.
    "SET idle_in_transaction_session_timeout = '10s'; SET tcp_user_timeout = '10s'; "
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; ";

std::string_view Field(const PGresult& result, int field) {
  const char* value = PQresultErrorField(&result, field);
  return value == nullptr ? std::string_view() : value;
}

absl::Status DeadlinePassed() {
  return absl::DeadlineExceededError("the deadline passed while the database worked");
}

// For poll(); -1 is for ever.
int PollTimeout(absl::Duration wait) {
  if (wait == absl::InfiniteDuration()) return -1;
  return static_cast<int>(std::min<int64_t>(absl::ToInt64Milliseconds(wait) + 1, INT_MAX));
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresSession>> PostgresSession::Open(const std::string& url,
                                                                       InterruptGate& gate,
                                                                       std::string settings) {
  const int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake < 0) return absl::ResourceExhaustedError("no descriptor for a database session");
  std::unique_ptr<PostgresSession> session(new PostgresSession(gate, wake, std::move(settings)));
  if (absl::Status connected = session->Connect(url); !connected.ok()) return connected;
  return session;
}

PostgresSession::PostgresSession(InterruptGate& gate, int wake, std::string settings)
    : gate_(gate), wake_(wake), settings_(kSettings + std::move(settings)) {}

PostgresSession::~PostgresSession() { close(wake_); }

absl::Status PostgresSession::Reopen() {
  absl::Status connected = Connect(url_);
  if (!std::exchange(told_, !connected.ok()) && !connected.ok()) {
    spdlog::warn("{}", std::string(connected.message()));
  }
  if (!connected.ok()) return DatabaseUnreachable("no session is to be had");
  return connected;
}

// What the url says comes last, and counts.
absl::Status PostgresSession::Connect(const std::string& url) {
  url_ = url;
  ++generation_;
  discarded_.clear();
  cancel_.BeginSession();
  constexpr std::array<const char*, 9> kKeywords = {"application_name",
                                                    "connect_timeout",
                                                    "client_encoding",
                                                    "keepalives_idle",
                                                    "keepalives_interval",
                                                    "keepalives_count",
                                                    "tcp_user_timeout",
                                                    "dbname",
                                                    nullptr};
  const std::array<const char*, 9> values = {"bangfu", "5",     "UTF8",      "10",   "5",
                                             "3",      "30000", url.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(kKeywords.data(), values.data(), /*expand_dbname=*/1));
  if (!alive()) return NotConnected();
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  if (PQsetnonblocking(connection_.get(), 1) != 0) return NotConnected();
  // Alive means set up: what is committed without the settings might not be on disk.
  absl::Status set_up = SetUp();
  if (!set_up.ok()) connection_.reset();
  return set_up;
}

absl::Status PostgresSession::SetUp() {
  const int version = PQserverVersion(connection_.get());
  if (version < kServerVersionMin) {
    return absl::FailedPreconditionError("found PostgreSQL " + std::to_string(version / 10000) +
                                         ", expected 14 or newer");
  }
  const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return absl::FailedPreconditionError("the database's encoding is not UTF8");
  }
  if (absl::Status set = Run(settings_, Running::kVerb); !set.ok()) return set;
  // What is bound goes out as the UTF-8 that it is: the server must take it for that.
  const char* spoken = PQparameterStatus(connection_.get(), "client_encoding");
  if (spoken != nullptr && std::string_view(spoken) == "UTF8") return absl::OkStatus();
  return absl::FailedPreconditionError("the session's encoding (client_encoding) is not UTF8");
}

absl::Status PostgresSession::Run(const std::string& sql, Running running) {
  if (absl::Status may = MayBegin(running); !may.ok()) return may;
  if (absl::Status dropped = DropDiscarded(); !dropped.ok()) return dropped;
  absl::Status sent = Sent(PQsendQuery(connection_.get(), sql.c_str()));
  return sent.ok() ? LastResult(sql).status() : sent;
}

// Within a transaction, which may have failed, they wait. Not in one message with what follows:
// that would be one transaction.
absl::Status PostgresSession::DropDiscarded() {
  if (discarded_.empty() || transaction() != PQTRANS_IDLE) return absl::OkStatus();
  std::string sql;
  for (const std::string& name : std::exchange(discarded_, {})) sql += "DEALLOCATE " + name + ";";
  absl::Status sent = Sent(PQsendQuery(connection_.get(), sql.c_str()));
  return sent.ok() ? LastResult(sql).status() : sent;
}

absl::Status PostgresSession::Prepare(const std::string& name, const std::string& sql,
                                      const std::vector<Oid>& given, std::vector<Oid>* types) {
  if (absl::Status may = MayBegin(Running::kWrite); !may.ok()) return may;
  absl::Status sent = Sent(PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(),
                                         static_cast<int>(given.size()), given.data()));
  if (!sent.ok()) return sent;
  if (absl::Status prepared = LastResult(sql).status(); !prepared.ok()) return prepared;
  if (types == nullptr) return absl::OkStatus();
  sent = Sent(PQsendDescribePrepared(connection_.get(), name.c_str()));
  if (!sent.ok()) return sent;
  absl::StatusOr<PostgresResult> described = LastResult(sql);
  if (!described.ok()) return described.status();
  for (int i = 0; i < PQnparams(described->get()); ++i) {
    types->push_back(PQparamtype(described->get(), i));
  }
  return absl::OkStatus();
}

absl::StatusOr<PostgresResult> PostgresSession::Execute(const PostgresCall& call, Running running) {
  if (absl::Status may = MayBegin(running); !may.ok()) return may;
  const std::vector<int> binary(call.values.size(), 1);
  absl::Status sent = Sent(PQsendQueryPrepared(
      connection_.get(), call.statement, static_cast<int>(call.values.size()), call.values.data(),
      call.lengths.data(), binary.data(), /*resultFormat=*/1));
  if (!sent.ok()) return sent;
  return LastResult(call.sql);
}

absl::Status PostgresSession::ExecuteMany(
    size_t count, absl::FunctionRef<absl::StatusOr<PostgresCall*>(size_t)> next,
    absl::FunctionRef<absl::Status(size_t, PostgresResult)> take, Running running) {
  if (absl::Status may = MayBegin(running); !may.ok()) return may;
  if (PQenterPipelineMode(connection_.get()) != 1) return Broken();
  absl::Status done = SendMany(count, next, take);
  PQexitPipelineMode(connection_.get());
  // Only now: the empty command that ends a cancelled one is none of a pipeline.
  return AfterCancel(std::move(done));
}

absl::Status PostgresSession::SendMany(
    size_t count, absl::FunctionRef<absl::StatusOr<PostgresCall*>(size_t)> next,
    absl::FunctionRef<absl::Status(size_t, PostgresResult)> take) {
  PGconn* connection = connection_.get();
  size_t sent = 0;
  absl::Status failed;
  for (; sent < count && failed.ok(); ++sent) {
    const absl::StatusOr<PostgresCall*> call = next(sent);
    if (!call.ok()) {
      failed = call.status();
      break;
    }
    const std::vector<int> binary((*call)->values.size(), 1);
    if (PQsendQueryPrepared(connection, (*call)->statement,
                            static_cast<int>((*call)->values.size()), (*call)->values.data(),
                            (*call)->lengths.data(), binary.data(), /*resultFormat=*/1) != 1) {
      return Broken();
    }
  }
  if (PQpipelineSync(connection) != 1) return Broken();
  if (absl::Status flushed = Flush(); !flushed.ok()) return flushed;
  return TakeMany(sent, take, std::move(failed));
}

// Takes all results up to the synchronisation point, whatever happens: the session goes on there.
absl::Status PostgresSession::TakeMany(size_t count,
                                       absl::FunctionRef<absl::Status(size_t, PostgresResult)> take,
                                       absl::Status failed) {
  for (size_t i = 0; i <= count;) {
    absl::StatusOr<PostgresResult> result = NextResult();
    if (!result.ok()) return result.status();
    if (*result == nullptr) {
      ++i;  // the end of one call's results
      continue;
    }
    const ExecStatusType status = PQresultStatus(result->get());
    if (status == PGRES_PIPELINE_SYNC) return failed;
    if (!failed.ok() || status == PGRES_PIPELINE_ABORTED) continue;
    failed = status == PGRES_FATAL_ERROR ? ErrorOf(**result, "") : take(i, *std::move(result));
  }
  return Broken();
}

absl::Status PostgresSession::Copy(const std::string& copy_sql, std::string_view data) {
  if (absl::Status may = MayBegin(Running::kWrite); !may.ok()) return may;
  PGconn* connection = connection_.get();
  if (absl::Status sent = Sent(PQsendQuery(connection, copy_sql.c_str())); !sent.ok()) return sent;
  absl::StatusOr<PostgresResult> begun = NextResult();
  if (!begun.ok()) return begun.status();
  if (*begun == nullptr || PQresultStatus(begun->get()) != PGRES_COPY_IN) {
    absl::Status failed = *begun ? ErrorOf(**begun, copy_sql) : Broken();
    for (absl::StatusOr<PostgresResult> rest = NextResult(); rest.ok() && *rest;) {
      rest = NextResult();
    }
    return AfterCancel(std::move(failed));
  }
  while (!data.empty()) {
    const std::string_view chunk = data.substr(0, kCopyChunkBytes);
    const int put = PQputCopyData(connection, chunk.data(), static_cast<int>(chunk.size()));
    if (put < 0) return Broken();
    if (put == 1) data.remove_prefix(chunk.size());
    if (absl::Status flushed = Flush(); !flushed.ok()) return flushed;
  }
  for (int ended = 0; ended == 0;) {
    ended = PQputCopyEnd(connection, nullptr);
    if (ended < 0) return Broken();
    if (absl::Status flushed = Flush(); !flushed.ok()) return flushed;
  }
  return LastResult(copy_sql).status();
}

void PostgresSession::Wake() {
  const uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
}

absl::Status PostgresSession::MayBegin(Running running) {
  cancel_.BeginStatement();
  late_ = hastened_ = false;
  running_ = running;
  gate_.Enter(running);
  const absl::Time now = absl::Now();
  if (running == Running::kVerb) {
    // Begun whatever the deadline: what has begun must be ended.
    give_up_ = std::clamp(deadline_, now, now + kVerbMax) + kServerGrace;
    return absl::OkStatus();
  }
  give_up_ = deadline_ + kServerGrace;
  if (!gate_.open()) return absl::CancelledError("cancelled between two statements");
  if (deadline_ <= now) {
    return absl::DeadlineExceededError("the deadline passed between two statements");
  }
  return absl::OkStatus();
}

absl::Status PostgresSession::Sent(int accepted) { return accepted == 1 ? Flush() : Broken(); }

absl::Status PostgresSession::Flush() {
  for (;;) {
    const int left = PQflush(connection_.get());
    if (left == 0) return absl::OkStatus();
    if (left < 0) return Broken();
    if (absl::Status ready = AwaitServer(POLLIN | POLLOUT); !ready.ok()) return ready;
    if (PQconsumeInput(connection_.get()) != 1) return Broken();
  }
}

// Null at the end of a command's results.
absl::StatusOr<PostgresResult> PostgresSession::NextResult() {
  while (PQisBusy(connection_.get()) != 0) {
    if (absl::Status ready = AwaitServer(POLLIN); !ready.ok()) return ready;
    if (PQconsumeInput(connection_.get()) != 1) return Broken();
  }
  return PostgresResult(PQgetResult(connection_.get()));
}

// The result of the command's last statement, or its first error.
absl::StatusOr<PostgresResult> PostgresSession::LastResult(std::string_view sql) {
  PostgresResult last;
  absl::Status failed;
  for (;;) {
    absl::StatusOr<PostgresResult> result = NextResult();
    if (!result.ok()) return result.status();
    if (*result == nullptr) break;
    last = *std::move(result);
    if (PQresultStatus(last.get()) == PGRES_FATAL_ERROR) failed.Update(ErrorOf(*last, sql));
  }
  if (failed.ok() && last == nullptr) failed = Broken();
  if (failed = AfterCancel(std::move(failed)); !failed.ok()) return failed;
  return last;
}

// Also returns, to be called again, when somebody woke us or it is time to look around.
absl::Status PostgresSession::AwaitServer(short events) {
  const bool late = IsLate();
  late_ = late_ || late;
  if (gate_.MustStop() || late) cancel_.Ask(connection_.get());
  if (gate_.MustEndSoon() && !std::exchange(hastened_, true)) {
    give_up_ = std::min(give_up_, absl::Now() + kServerGrace);
  }
  absl::Duration wait = give_up_ - absl::Now();
  if (wait <= absl::ZeroDuration()) {
    connection_.reset();
    return DatabaseUnreachable("it did not answer in time");
  }
  if (cancel_.asked()) wait = std::min(wait, PostgresCancel::kEvery);
  if (!late_ && running_ != Running::kVerb) {
    wait = std::min(wait, deadline_ + kLate - absl::Now());
  }
  std::array<pollfd, 2> waiting = {{{PQsocket(connection_.get()), events, 0}, {wake_, POLLIN, 0}}};
  if (poll(waiting.data(), waiting.size(), PollTimeout(wait)) < 0 && errno != EINTR) {
    return Broken();
  }
  if (waiting[1].revents != 0) {
    uint64_t wakes = 0;
    static_cast<void>(!read(wake_, &wakes, sizeof wakes));
  }
  return absl::OkStatus();
}

// What was asked to stop counts as stopped, even if it was quicker: the request may still be on its
// way, and must meet an empty command instead of the next one of ours.
absl::Status PostgresSession::AfterCancel(absl::Status status) {
  if (!cancel_.asked() || !alive()) return status;
  cancel_.BeginStatement();
  if (!cancel_.AwaitAnswer(give_up_)) {
    connection_.reset();  // whenever it comes, it meets nobody
    return DatabaseUnreachable("it did not answer in time");
  }
  running_ = Running::kVerb;
  gate_.Enter(running_);
  if (PQsendQuery(connection_.get(), "") == 1 && Flush().ok()) {
    for (absl::StatusOr<PostgresResult> empty = NextResult(); empty.ok() && *empty;) {
      empty = NextResult();
    }
  }
  if (late_ && gate_.open()) return DeadlinePassed();
  return absl::CancelledError("the statement was interrupted");
}

bool PostgresSession::IsLate() const {
  return running_ != Running::kVerb && absl::Now() >= deadline_ + kLate;
}

absl::Status PostgresSession::NotConnected() {
  absl::Status status =
      DatabaseUnreachable(std::string_view(PQerrorMessage(connection_.get())).substr(0, 300));
  connection_.reset();
  return status;
}

// What libpq refuses is of no use any more, whatever it thinks of it. Its words may hold those of
// the server, and so a value.
absl::Status PostgresSession::Broken() {
  connection_.reset();
  return DatabaseUnreachable("the session broke off");
}

// The server's own words name tables and columns where a constraint failed, and what is missing
// where the statement is wrong; elsewhere they may quote a value, so only the code is passed on.
absl::Status PostgresSession::ErrorOf(const PGresult& result, std::string_view sql) const {
  const std::string_view state = Field(result, PG_DIAG_SQLSTATE);
  if (state == "57014" && !cancel_.asked()) return DeadlinePassed();
  const bool tellable = state.starts_with("23") || state.starts_with("42") ||
                        state.starts_with("57P") || state.starts_with("0A");
  return PostgresError(state, tellable ? Field(result, PG_DIAG_MESSAGE_PRIMARY) : "", sql);
}

}  // namespace bangfu::sql
