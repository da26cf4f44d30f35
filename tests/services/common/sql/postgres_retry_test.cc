// What a server gives up for another's sake is run again; a server that does not answer is given
// up.
#include <signal.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>

#include "absl/time/clock.h"

#include "services/common/sql/migration.h"
#include "services/common/sql/retry.h"
#include "tests/services/common/eventually.h"
#include "tests/services/common/sql/postgres_fixture.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;

// The first inserts into t, so many as `failures`, fail with this SQLSTATE.
std::string FailsAtFirst(std::string_view sql_state, int failures) {
  return "CREATE SEQUENCE tries; "
         "CREATE FUNCTION fail_at_first() RETURNS trigger LANGUAGE plpgsql AS "
         "'BEGIN IF nextval(''tries'') <= " +
         std::to_string(failures) + " THEN RAISE EXCEPTION USING ERRCODE = ''" +
         std::string(sql_state) +
         "''; END IF; RETURN NEW; END'; "
         "CREATE TRIGGER failing BEFORE INSERT ON t "
         "FOR EACH ROW EXECUTE FUNCTION fail_at_first()";
}

// The server's process of a connection. Once stopped it answers nothing, until the end.
class Backend {
 public:
  ~Backend() { Continue(); }

  absl::Status Find(Connection& connection) {
    absl::StatusOr<Statement> query = connection.Prepare("SELECT pg_backend_pid()");
    if (!query.ok()) return query.status();
    return query->ForEachRow([this](Statement& row) { pid_ = static_cast<pid_t>(row.Int64(0)); });
  }
  void Stop() { EXPECT_EQ(kill(pid_, SIGSTOP), 0); }
  void Continue() { kill(pid_, SIGCONT); }

 private:
  pid_t pid_ = 0;
};

TEST_F(PostgresTest, SerializationFailuresAreTriedAgainForSeconds) {
  Start({.writers = 2});
  ASSERT_EQ(admin_->Execute(FailsAtFirst("40001", 7)), absl::OkStatus());
  EXPECT_EQ(Write(Insert(1)).get(), absl::OkStatus());
  EXPECT_EQ(executor_->Stats().jobs_run_again, 7u);
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
}

TEST_F(PostgresTest, SerializationFailuresWithoutEndAreToldWhenTheDeadlinePasses) {
  Start({.writers = 2});
  ASSERT_EQ(admin_->Execute(FailsAtFirst("40001", 1'000'000)), absl::OkStatus());
  const absl::Time deadline = absl::Now() + absl::Milliseconds(500);
  const absl::Status status = Write(Insert(1), {.deadline = deadline}).get();
  EXPECT_TRUE(MayRunAgain(status) || absl::IsDeadlineExceeded(status)) << status;
  EXPECT_GT(executor_->Stats().jobs_run_again, 0u);
  EXPECT_TRUE(Rows().empty());
}

TEST_F(PostgresTest, OtherErrorsAreNotTriedAgain) {
  Start({.writers = 2});
  ASSERT_EQ(admin_->Execute(FailsAtFirst("22012", 1'000'000)), absl::OkStatus());
  EXPECT_EQ(Write(Insert(1)).get().code(), StatusCode::kInternal);
  EXPECT_EQ(executor_->Stats().jobs_run_again, 0u);
}

TEST_F(PostgresTest, MigrationThatIsGivenUpForAnothersSakeIsRunAgain) {
  ASSERT_EQ(admin_->Execute("CREATE SEQUENCE tries"), absl::OkStatus());
  const Migration lost[] = {{1, "0001_lost",
                             "CREATE TABLE once (id INTEGER); "
                             "DO 'BEGIN IF nextval(''tries'') <= 3 THEN "
                             "RAISE EXCEPTION USING ERRCODE = ''40P01''; END IF; END'"}};
  EXPECT_EQ(Migrate(*admin_, lost), absl::OkStatus());
  EXPECT_EQ(admin_->SchemaVersion().value(), 1);
  EXPECT_TRUE(Column(*admin_, "SELECT id FROM once").empty());
}

TEST_F(PostgresTest, OfADeadlockTheOneGivenUpIsRunAgain) {
  Start({.writers = 2});
  for (const int id : {1, 2}) ASSERT_TRUE(Write(Insert(id)).get().ok());
  std::latch both(2);
  std::atomic<int> runs = 0;
  const auto lock = [&](int first, int second) -> Job {
    return [&, first, second](Connection& connection) -> absl::Status {
      const bool meets = runs++ < 2;
      absl::Status status =
          RunSql(connection, "SELECT set_config('deadlock_timeout', '20ms', true)");
      for (const int id : {first, second}) {
        if (!status.ok()) return status;
        status = connection.PrepareLocking("SELECT id FROM t WHERE id = ?1")->Bind(1, id).Run();
        if (meets && id == first) both.arrive_and_wait();
      }
      return status.ok() ? Insert(10 + first)(connection) : status;
    };
  };
  Result one = WriteIn("510524", lock(1, 2));
  Result other = WriteIn("610826", lock(2, 1));
  EXPECT_EQ(one.get(), absl::OkStatus());
  EXPECT_EQ(other.get(), absl::OkStatus());
  EXPECT_GE(executor_->Stats().jobs_run_again, 1u);
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 2, 11, 12}));
}

TEST_F(PostgresTest, DrainEndsTriesThatHaveNoEnd) {
  Start({.writers = 2, .retry_max = absl::InfiniteDuration()});
  ASSERT_EQ(admin_->Execute(FailsAtFirst("40001", 1'000'000)), absl::OkStatus());
  Result endless = Write(Insert(1));
  ASSERT_TRUE(Eventually([this] { return executor_->Stats().jobs_run_again > 0; }));
  executor_->Drain(absl::InfinitePast());
  EXPECT_FALSE(endless.get().ok());
}

TEST_F(PostgresTest, ServerThatDoesNotBeginATransactionIsGivenUp) {
  Start({.readers = 1});
  Backend backend;
  const auto find = [&](Connection& connection) { return backend.Find(connection); };
  ASSERT_EQ(Read(find).get(), absl::OkStatus());
  backend.Stop();
  const absl::Status status =
      Read(Nothing(), {.deadline = absl::Now() + absl::Milliseconds(200)}).get();
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
  EXPECT_EQ(Read(Nothing()).get(), absl::OkStatus());
}

TEST_F(PostgresTest, CommitWithoutAnAnswerIsToldAsUnreachableAndMayBeKept) {
  Start({.writers = 1});
  Backend backend;
  const auto insert_and_stop = [&](Connection& connection) {
    absl::Status inserted = Insert(1)(connection);
    if (inserted.ok()) inserted = backend.Find(connection);
    backend.Stop();
    return inserted;
  };
  const absl::Status status =
      Write(insert_and_stop, {.deadline = absl::Now() + absl::Seconds(1)}).get();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(Write(Insert(2)).get(), absl::OkStatus());
  EXPECT_EQ(Rows(), std::vector<int64_t>{2});
  backend.Continue();
  EXPECT_TRUE(Eventually([this] { return Rows() == std::vector<int64_t>{1, 2}; }));
}

TEST_F(PostgresTest, DrainPastItsDeadlineDoesNotWaitForAServerThatDoesNotAnswer) {
  Start({.readers = 1});
  Backend backend;
  Gate gate;
  Result reading = Read([&](Connection& connection) {
    absl::Status found = backend.Find(connection);
    gate.Pass();
    return found;  // then comes the end of its transaction
  });
  gate.AwaitArrival();
  backend.Stop();
  gate.Open();
  const absl::Time begun = absl::Now();
  executor_->Drain(absl::InfinitePast());
  EXPECT_LT(absl::Now() - begun, absl::Seconds(25));
  reading.wait();
}

TEST_F(PostgresTest, DrainPastItsDeadlineDoesNotWaitForACommitThatHangs) {
  Start({.writers = 1});
  Backend backend;
  Gate gate;
  Result writing = Write([&](Connection& connection) {
    absl::Status done = Insert(1)(connection);
    if (done.ok()) done = backend.Find(connection);
    gate.Pass();
    return done;  // then comes the commit
  });
  gate.AwaitArrival();
  backend.Stop();
  gate.Open();
  const absl::Time begun = absl::Now();
  executor_->Drain(absl::InfinitePast());
  EXPECT_LT(absl::Now() - begun, absl::Seconds(25));
  EXPECT_TRUE(absl::IsUnavailable(writing.get()));
}

}  // namespace
}  // namespace bangfu::sql
