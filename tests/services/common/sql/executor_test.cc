#include "services/common/sql/executor.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/services/common/sql/executor_fixture.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;

class ExecutorConcurrency : public ExecutorFixture {
 protected:
  // Jobs by letter, all in one group: + inserts its place, - inserts and fails, ! inserts and
  // throws, 0 loses the group's transaction and says so, ~ loses it and says nothing.
  static Job ByLetter(char letter, int place) {
    return [letter, place](Connection& connection) -> absl::Status {
      if (absl::Status inserted = Insert(place)(connection); !inserted.ok()) return inserted;
      if (letter == '-') return absl::InvalidArgumentError("refused");
      if (letter == '!') throw std::runtime_error("thrown");
      if (letter == '0' || letter == '~') {
        EXPECT_TRUE(connection.Do(TransactionVerb::kRollback).ok());
      }
      return letter == '0' ? absl::DataLossError("lost") : absl::OkStatus();
    };
  }
  // The codes' initials of the jobs' results: o(k), i(nvalid argument), I(nternal), d(ata loss),
  // a(borted).
  std::string RunGroup(std::string_view letters) {
    Gate gate;
    Result blocked = BlockWriter(gate);
    std::vector<Result> results;
    for (size_t i = 0; i < letters.size(); ++i) {
      results.push_back(Write(ByLetter(letters[i], static_cast<int>(i))));
    }
    gate.Open();
    std::string codes;
    for (Result& result : results) codes += Initial(result.get().code());
    blocked.wait();
    return codes;
  }
  static char Initial(StatusCode code) {
    switch (code) {
      case StatusCode::kOk:
        return 'o';
      case StatusCode::kInvalidArgument:
        return 'i';
      case StatusCode::kInternal:
        return 'I';
      case StatusCode::kDataLoss:
        return 'd';
      case StatusCode::kAborted:
        return 'a';
      default:
        return '?';
    }
  }
};

TEST_F(ExecutorConcurrency, WaitingWritesShareOneCommit) {
  std::atomic<int> commits = 0;
  Start({.on_commit = [&commits] { ++commits; }});
  EXPECT_EQ(RunGroup("+++++++++"), "ooooooooo");
  EXPECT_EQ(commits, 1);
  const ExecutorStats stats = executor_->Stats();
  EXPECT_EQ(stats.commits, 1u);
  EXPECT_EQ(stats.jobs_committed, 10u);
  EXPECT_EQ(Rows().size(), 9u);
}

TEST_F(ExecutorConcurrency, GroupIsBounded) {
  Start({.group_max = 2});
  EXPECT_EQ(RunGroup("+++++"), "ooooo");
  EXPECT_EQ(executor_->Stats().commits, 3u);
}

TEST_F(ExecutorConcurrency, FailingJobIsUndoneAlone) {
  Start();
  EXPECT_EQ(RunGroup("+-+!+"), "oioIo");
  EXPECT_EQ(Rows(), (std::vector<int64_t>{0, 2, 4}));
}

TEST_F(ExecutorConcurrency, FirstJobThatFailsTakesNothingAlong) {
  Start();
  EXPECT_EQ(Write(ByLetter('-', 1)).get().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Write(ByLetter('!', 1)).get().code(), StatusCode::kInternal);
  EXPECT_EQ(executor_->Stats().commits, 0u);
  EXPECT_TRUE(Write(Insert(1)).get().ok());
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
}

TEST_F(ExecutorConcurrency, LostTransactionFailsThoseInItAndNobodyAfter) {
  Start();
  EXPECT_EQ(RunGroup("+0+"), "ado");
  EXPECT_EQ(Rows(), std::vector<int64_t>{2});
}

TEST_F(ExecutorConcurrency, LossThatAJobHidesIsNotAcknowledged) {
  Start();
  EXPECT_EQ(RunGroup("+~+"), "aao");
  EXPECT_EQ(Rows(), std::vector<int64_t>{2});
}

TEST_F(ExecutorConcurrency, CommitIsVisibleBeforeDone) {
  Start();
  std::promise<std::vector<int64_t>> seen;
  ASSERT_TRUE(executor_->Write({}, Insert(7), [&](absl::Status) { seen.set_value(Rows()); }).ok());
  EXPECT_EQ(seen.get_future().get(), std::vector<int64_t>{7});
}

TEST_F(ExecutorConcurrency, FollowersAreToldOnlyOfWhatIsKept) {
  std::atomic<int> told = 0;
  Start({.on_commit = [&told] { ++told; }});
  EXPECT_FALSE(Write(ByLetter('-', 1)).get().ok());
  EXPECT_EQ(told, 0);
  EXPECT_TRUE(Write(Insert(1)).get().ok());
  EXPECT_EQ(told, 1);
}

TEST_F(ExecutorConcurrency, ReadSeesOneStateThroughout) {
  Start();
  const std::string_view count = "SELECT count(*) FROM t";
  Result read = Read([&](Connection& connection) {
    EXPECT_EQ(Column(connection, count), std::vector<int64_t>{0});
    EXPECT_TRUE(Write(Insert(1)).get().ok());
    EXPECT_EQ(Column(connection, count), std::vector<int64_t>{0});
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.get().ok());
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
}

TEST_F(ExecutorConcurrency, ReadersDoNotWaitForEachOtherNorForTheWriter) {
  Start({.readers = 2});
  std::latch together(3);
  const auto meet = [&together](Connection&) {
    together.arrive_and_wait();
    return absl::OkStatus();
  };
  Result results[] = {Read(meet), Read(meet), Write(meet)};
  for (Result& result : results) EXPECT_TRUE(result.get().ok());
}

TEST_F(ExecutorConcurrency, FullQueueIsRefusedAtOnce) {
  Start({.writes_waiting_max = 1});
  Gate gate;
  Result blocked = BlockWriter(gate);
  Result waiting = Write(Nothing());
  const absl::Status refused =
      executor_->Write({}, Nothing(), [](absl::Status) { ADD_FAILURE() << "done was called"; });
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(executor_->Stats().writes_waiting, 1u);
  EXPECT_EQ(executor_->Stats().writes_refused, 1u);
  gate.Open();
  EXPECT_TRUE(waiting.get().ok());
}

TEST_F(ExecutorConcurrency, DrainFinishesWhatWaitsAndRefusesWhatComes) {
  Start();
  Gate gate;
  Result blocked = BlockWriter(gate);
  Result waiting = Write(Insert(1));
  std::thread drain([this] { executor_->Drain(absl::InfiniteFuture()); });
  gate.Open();
  drain.join();
  EXPECT_TRUE(waiting.get().ok());
  EXPECT_EQ(executor_->Write({}, Nothing(), [](absl::Status) {}).code(), StatusCode::kUnavailable);
  EXPECT_EQ(executor_->Read({}, Nothing(), [](absl::Status) {}).code(), StatusCode::kUnavailable);
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
}

TEST_F(ExecutorConcurrency, DrainPastItsDeadlineStopsEverything) {
  Start({.readers = 1});
  Gate reading;
  Gate writing;
  Result read = Read(Endless(reading));
  Result first = Write([&](Connection& connection) {
    writing.Pass();
    return Insert(1)(connection);
  });
  writing.AwaitArrival();
  Gate endless;
  Result second =
      Write(Endless(endless,
                    "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 5 UNION ALL SELECT i + 1 FROM n)"
                    " SELECT -1 FROM n WHERE i < 0"));
  Result read_waiting = Read(Nothing());
  Result write_waiting;
  writing.Open();
  endless.AwaitArrival();
  write_waiting = Write(Nothing());
  reading.AwaitArrival();
  reading.Open();
  endless.Open();
  executor_->Drain(absl::InfinitePast());
  EXPECT_EQ(read.get().code(), StatusCode::kCancelled);
  EXPECT_EQ(second.get().code(), StatusCode::kCancelled);
  EXPECT_EQ(read_waiting.get().code(), StatusCode::kUnavailable);
  EXPECT_EQ(write_waiting.get().code(), StatusCode::kUnavailable);
  // The endless write was in the first one's transaction: either both are gone, or it was stopped
  // before it had begun.
  EXPECT_EQ(first.get().ok(), Rows() == std::vector<int64_t>{1});
}

TEST_F(ExecutorConcurrency, DatabaseThatCannotBeOpenedIsToldAtStart) {
  EXPECT_EQ(Executor::Start(SqliteFile(database_.File("no/db"))).status().code(),
            StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace bangfu::sql
