// Sheets that are kept as long as no head moves, and those who ask for one at the same time.
#include <atomic>
#include <future>
#include <semaphore>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "gateway/heads.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/gateway/world.h"

namespace bangfu::gateway {
namespace {

// With stand-ins that tell of their heads.
class KeptSheetTest : public GatewayTest {
 protected:
  void ServeWatched() {
    LetReportingCatchUpWhenToldToWait();
    households_journal_.watched_heads = PositionsOf(answers_.households.message.tree_heads());
    projects_journal_.watched_heads = PositionsOf(answers_.projects.message.tree_heads());
    Serve();
  }
  static std::vector<journal::v1::JournalPosition> PositionsOf(const TreeHeads& heads) {
    std::vector<journal::v1::JournalPosition> positions;
    for (const journal::v1::TreeHead& head : heads) {
      journal::v1::JournalPosition& position = positions.emplace_back();
      position.set_county(head.county());
      position.set_size(head.size());
    }
    return positions;
  }
  // How long the log of this head is by the sheet; -1: it does not say.
  static int64_t SizeOnSheet(const v1::AchievementSheet& sheet, const journal::v1::TreeHead& log) {
    for (const v1::SourceHead& one : sheet.source_heads()) {
      const journal::v1::TreeHead& head = one.tree_head();
      if (one.source() == log.journal() && head.journal() == log.journal() &&
          head.county() == log.county()) {
        return head.size();
      }
    }
    return -1;
  }
  // Asks until a sheet comes without a question to reporting.
  void AwaitKeptSheet() {
    EXPECT_TRUE(Eventually([&] {
      const size_t asked = AskedOfReporting().size();
      Sheet();
      return AskedOfReporting().size() == asked;
    }));
  }
};

TEST_F(KeptSheetTest, SheetOfTheSameHeadsIsTheSameBytesAndNobodyIsAsked) {
  ServeWatched();
  const std::string expected = Expected();
  AwaitKeptSheet();
  const size_t asked = AskedOfReporting().size();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Sheet().DebugString(), expected);
  EXPECT_EQ(AskedOfReporting().size(), asked);
}

TEST_F(KeptSheetTest, StatusTellsWhatIsKeptAndHowOftenItWasFound) {
  ServeWatched();
  AwaitKeptSheet();
  const v1::SheetCacheStatus before = Status().sheet_cache();
  EXPECT_EQ(before.sheet_count(), 1);
  EXPECT_GT(before.size_bytes(), static_cast<int64_t>(Sheet().ByteSizeLong()));
  EXPECT_GT(before.miss_count(), 0);
  EXPECT_EQ(Status().sheet_cache().hit_count(), before.hit_count() + 1);
  EXPECT_EQ(before.copy_count(), 3);
  EXPECT_EQ(before.watched_copy_count(), 3);
  reporting_server_.Stop();
  EXPECT_TRUE(Eventually([&] { return Status().sheet_cache().watched_copy_count() == 2; }));
}

TEST_F(KeptSheetTest, ReportingIsToldAtOnceToWaitForAHeadThatMoved) {
  ServeWatched();
  AwaitKeptSheet();
  const size_t asked = AskedOfReporting().size();
  journal::v1::TreeHead& head = *answers_.projects.message.mutable_tree_heads(0);
  head.set_size(head.size() + 1);
  projects_journal_.Move(head.county(), head.size());
  EXPECT_EQ(SizeOnSheet(Sheet(), head), head.size());
  const auto questions = AskedOfReporting();
  ASSERT_EQ(questions.size(), asked + 1);
  const auto& wait_for = questions.back().wait_for();
  ASSERT_EQ(wait_for.size(), 1);
  EXPECT_EQ(wait_for[0].journal(), "projects");
  EXPECT_EQ(wait_for[0].county(), head.county());
  EXPECT_EQ(wait_for[0].size(), head.size());
}

TEST_F(KeptSheetTest, ReportingThatDoesNotCatchUpSoonIsAskedAsIfNothingWereKnown) {
  ServeWatched();
  AwaitKeptSheet();
  const auto answer = reporting_.compute_figures;
  std::atomic<int> waits = 0;
  reporting_.compute_figures = [&](auto* context, auto* request, auto* response) {
    if (request->wait_for().empty() || ++waits > 1) return answer(context, request, response);
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  journal::v1::TreeHead& head = *answers_.projects.message.mutable_tree_heads(0);
  head.set_size(head.size() + 1);
  projects_journal_.Move(head.county(), head.size());
  const size_t asked = AskedOfReporting().size();
  EXPECT_EQ(SizeOnSheet(Sheet(), head), head.size());
  EXPECT_EQ(AskedOfReporting().size(), asked + 2);  // without waiting, and then once more
}

TEST_F(KeptSheetTest, ReportingThatNeverCatchesUpIsBehind) {
  ServeWatched();
  AwaitKeptSheet();
  reporting_.compute_figures = [](auto*, auto* request, auto*) {
    if (request->wait_for().empty()) return grpc::Status::OK;
    return server::ToGrpcStatus(Error(absl::StatusCode::kUnavailable, "REPORTING_BEHIND", ""));
  };
  const journal::v1::TreeHead& head = answers_.projects.message.tree_heads(0);
  projects_journal_.Move(head.county(), head.size() + 1);
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet);
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_EQ(ReasonOf(status), "REPORTING_BEHIND");
}

TEST_F(KeptSheetTest, ReportingThatHangsIsNamedThoughAHeadMoved) {
  ServeWatched();
  AwaitKeptSheet();
  reporting_.compute_figures = [](grpc::ServerContext* context, auto*, auto*) {
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  const journal::v1::TreeHead& head = answers_.projects.message.tree_heads(0);
  projects_journal_.Move(head.county(), head.size() + 1);
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet, std::chrono::seconds(2));
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(sheet.partial());
}

TEST_F(KeptSheetTest, AHeadThatMovedIsAskedForOnceMore) {
  ServeWatched();
  AwaitKeptSheet();
  const size_t asked = AskedOfReporting().size();
  journal::v1::TreeHead& head = *answers_.projects.message.mutable_tree_heads(0);
  head.set_size(head.size() + 1);
  projects_journal_.Move(head.county(), head.size());
  EXPECT_EQ(SizeOnSheet(Sheet(), head), head.size());
  const size_t asked_since = AskedOfReporting().size();
  EXPECT_GT(asked_since, asked);
  EXPECT_EQ(SizeOnSheet(Sheet(), head), head.size());
  EXPECT_EQ(AskedOfReporting().size(), asked_since);
}

TEST_F(KeptSheetTest, WhatMovesInOtherCountiesIsNoMatter) {
  ServeWatched();
  AwaitKeptSheet();
  const size_t asked = AskedOfReporting().size();
  projects_journal_.Move("110101", 1);
  Sheet();
  EXPECT_EQ(AskedOfReporting().size(), asked);
}

TEST_F(KeptSheetTest, WithoutReportingASheetIsPartialAndNotKept) {
  ServeWatched();
  AwaitKeptSheet();
  reporting_server_.Stop();
  EXPECT_TRUE(Eventually([&] { return Sheet().partial(); }));
  EXPECT_TRUE(Sheet().partial());
  reporting_server_.Start();
  EXPECT_TRUE(Eventually([&] { return !Sheet().partial(); }));
}

TEST_F(KeptSheetTest, PartialSheetIsNotKeptThoughEveryHeadIsKnown) {
  ServeWatched();
  AwaitKeptSheet();
  std::atomic<bool> failed = false;
  households_.list_published_cases = [&](auto*, auto*, auto* response) {
    if (!failed.exchange(true)) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "once");
    *response = answers_.households.message;
    return grpc::Status::OK;
  };
  journal::v1::TreeHead& head = *answers_.projects.message.mutable_tree_heads(0);
  head.set_size(head.size() + 1);
  projects_journal_.Move(head.county(), head.size());
  EXPECT_TRUE(Sheet().partial());
  EXPECT_FALSE(Sheet().partial());
}

// Callers whose questions to projects wait, each until it is let go; it tells what was there when
// it was asked.
class CrowdedSheetTest : public KeptSheetTest {
 protected:
  void SetUp() override {
    KeptSheetTest::SetUp();
    ServeWatched();
    AwaitKeptSheet();
    HoldQuestions();
  }
  void HoldQuestions() {
    projects_.get_programme_profile = [this](auto*, auto*, auto* response) {
      {
        const std::lock_guard lock(mutex_);
        *response = answers_.projects.message;
      }
      ++questions_;
      go_.acquire();
      return grpc::Status::OK;
    };
  }
  void TearDown() override {
    LetGo(100);
    for (std::thread& caller : callers_) {
      if (caller.joinable()) caller.join();
    }
    KeptSheetTest::TearDown();
  }

  // No sheet that was kept, or that is being made, is of these heads.
  void MoveAHead() {
    journal::v1::TreeHead head;
    {
      const std::lock_guard lock(mutex_);
      journal::v1::TreeHead& moved = *answers_.projects.message.mutable_tree_heads(0);
      moved.set_size(moved.size() + 1);
      head = moved;
    }
    projects_journal_.Move(head.county(), head.size());
  }
  void Call(int count, std::chrono::milliseconds timeout = kPatience) {
    for (int i = 0; i < count; ++i) {
      callers_.emplace_back([this, timeout] {
        v1::AchievementSheet sheet;
        if (GetSheet(sheet, timeout).ok() && !sheet.partial()) ++whole_sheets_;
      });
    }
  }
  // One more, who leaves by Leave().
  void CallToLeave() {
    SetPatience(leaving_);
    left_ = std::async(std::launch::async, [this] {
      v1::AchievementSheet sheet;
      return sheets_->GetAchievementSheet(&leaving_, SheetRequest(), &sheet);
    });
  }
  void Leave() {
    leaving_.TryCancel();
    EXPECT_EQ(left_.get().error_code(), grpc::StatusCode::CANCELLED);
  }
  void AwaitCalls(int count) {
    ASSERT_TRUE(Eventually([&] { return admission_->calls_in_flight() == count; }));
  }
  void AwaitQuestions(int count) {
    ASSERT_TRUE(Eventually([&] { return questions_ == count; }));
  }
  void LetGo(int questions) { go_.release(questions); }
  // How many got a whole sheet.
  int AwaitAnswers() {
    for (std::thread& caller : callers_) caller.join();
    return whole_sheets_;
  }

  std::mutex mutex_;  // guards the answer of projects
  std::counting_semaphore<> go_{0};
  std::atomic<int> questions_ = 0;
  std::vector<std::thread> callers_;
  std::atomic<int> whole_sheets_ = 0;
  grpc::ClientContext leaving_;
  std::future<grpc::Status> left_;
};

TEST_F(CrowdedSheetTest, SameQuestionsAtOnceAreAskedOnce) {
  MoveAHead();
  Call(8);
  AwaitCalls(8);
  AwaitQuestions(1);
  LetGo(1);
  EXPECT_EQ(AwaitAnswers(), 8);
  EXPECT_EQ(questions_, 1);
}

TEST_F(CrowdedSheetTest, WhoCameWhileHeadsMovedShareTheNextSheet) {
  MoveAHead();
  Call(1);
  AwaitQuestions(1);
  for (int i = 1; i <= 7; ++i) {
    MoveAHead();
    Call(1);
    AwaitCalls(1 + i);
  }
  LetGo(2);
  EXPECT_EQ(AwaitAnswers(), 8);
  EXPECT_EQ(questions_, 2);
}

TEST_F(CrowdedSheetTest, WhoCameBeforeTheNextSheetWasAskedForShareItHoweverHeadsMoveOn) {
  MoveAHead();
  Call(1);
  AwaitQuestions(1);
  MoveAHead();
  const int64_t misses = Status().sheet_cache().miss_count();
  Call(40);
  // Whoever has looked for a kept sheet came before what is asked from now on.
  ASSERT_TRUE(Eventually([&] { return Status().sheet_cache().miss_count() == misses + 40; }));
  std::atomic<bool> answered = false;
  std::thread mover([&] {
    while (!answered) MoveAHead();
  });
  LetGo(3);  // one would be too many
  EXPECT_EQ(AwaitAnswers(), 41);
  answered = true;
  mover.join();
  EXPECT_EQ(questions_, 2);
}

TEST_F(CrowdedSheetTest, WhoCameLaterTakesASheetThatIsOfThePresentHeadsAllTheSame) {
  MoveAHead();
  Call(1);
  AwaitQuestions(1);
  projects_journal_.Move("110101", 1);  // no county of the programme
  Call(7);
  AwaitCalls(8);
  LetGo(1);
  EXPECT_EQ(AwaitAnswers(), 8);
  EXPECT_EQ(questions_, 1);
}

TEST_F(CrowdedSheetTest, WhenTheOneWhoAskedLeavesTheOthersShareTheNextSheet) {
  MoveAHead();
  CallToLeave();
  AwaitQuestions(1);
  Call(3);
  AwaitCalls(4);
  Leave();
  AwaitQuestions(2);
  LetGo(2);
  EXPECT_EQ(AwaitAnswers(), 3);
  EXPECT_EQ(questions_, 2);
}

TEST_F(CrowdedSheetTest, OneWhoWaitedAndLeavesDisturbsNobody) {
  MoveAHead();
  Call(1);
  AwaitQuestions(1);
  CallToLeave();
  AwaitCalls(2);
  Leave();
  Call(2);
  AwaitCalls(3);
  LetGo(1);
  EXPECT_EQ(AwaitAnswers(), 3);
  EXPECT_EQ(questions_, 1);
}

TEST_F(CrowdedSheetTest, GatewayEndsWhileASheetIsMadeForACallerWhoLeft) {
  MoveAHead();
  CallToLeave();
  AwaitQuestions(1);
  Leave();
  gateway_.reset();
}

TEST_F(CrowdedSheetTest, WhoWaitedForASheetThatIsPartialAskForThemselvesAtOnce) {
  std::atomic<bool> failed = false;
  households_.list_published_cases = [&](auto*, auto*, auto* response) {
    if (!failed.exchange(true)) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "once");
    *response = answers_.households.message;
    return grpc::Status::OK;
  };
  MoveAHead();
  Call(1);
  AwaitQuestions(1);
  Call(2);
  AwaitCalls(3);
  MoveAHead();
  Call(1);
  AwaitCalls(4);
  LetGo(1);
  AwaitQuestions(4);
  LetGo(3);
  EXPECT_EQ(AwaitAnswers(), 3);
}

TEST_F(CrowdedSheetTest, WhoHasLessTimeThanAQuestionMayTakeDoesNotWaitForIt) {
  MoveAHead();
  Call(1);
  AwaitQuestions(1);
  Call(1, kPatience / 2);
  AwaitQuestions(2);
  LetGo(2);
  EXPECT_EQ(AwaitAnswers(), 2);
}

// Nobody promises to tell of heads, as while a copy is down.
class CrowdWithoutPromisesTest : public CrowdedSheetTest {
 protected:
  void SetUp() override {
    Serve();
    HoldQuestions();
  }
};

TEST_F(CrowdWithoutPromisesTest, WhoCameBeforeASheetWasAskedForShareIt) {
  Call(1);
  AwaitQuestions(1);
  const int64_t misses = Status().sheet_cache().miss_count();
  Call(7);  // of what was asked before they came they know nothing
  ASSERT_TRUE(Eventually([&] { return Status().sheet_cache().miss_count() == misses + 7; }));
  LetGo(8);
  EXPECT_EQ(AwaitAnswers(), 8);
  EXPECT_GE(questions_, 2);  // mostly 2; more on a slow machine
  EXPECT_LT(questions_, 8);
}

}  // namespace
}  // namespace bangfu::gateway
