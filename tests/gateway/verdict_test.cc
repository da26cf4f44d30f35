#include "gateway/verdict.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "gateway/heads.h"
#include "services/common/status/errors.h"
#include "tests/gateway/sheet_answers.h"

namespace bangfu::gateway {
namespace {

std::vector<std::string> Waits(const SheetAnswers& answers) {
  std::vector<std::string> positions;
  for (const journal::v1::JournalPosition& position : WhatToWaitFor(answers)) {
    positions.push_back(position.journal() + "/" + position.county() + "/" +
                        std::to_string(position.size()));
  }
  return positions;
}

// The head of reporting's answer that it has applied of a journal.
journal::v1::TreeHead& Applied(SheetAnswers& answers, int index) {
  return *answers.reporting.message.mutable_tree_heads(index);
}

void Publish(const std::string& county, SheetAnswers& answers) {
  answers.households.message.add_cases()->mutable_case_()->set_name("counties/" + county +
                                                                    "/cases/other");
}

TEST(CountiesCrowdedOut, NoneWhenAllCasesAreListed) {
  SheetAnswers answers = SampleAnswers();
  Publish("110101", answers);
  EXPECT_TRUE(CountiesCrowdedOut(answers).empty());
}

TEST(CountiesCrowdedOut, NoneWhenAllCasesAreTheProgrammesOwn) {
  SheetAnswers answers = SampleAnswers();
  LeaveOut("510524", 1, answers);
  EXPECT_TRUE(CountiesCrowdedOut(answers).empty());
}

TEST(CountiesCrowdedOut, TheProgrammesWhenAnotherCountysCaseIsListedOrLeftOut) {
  const std::vector<std::string> own = {"counties/510524", "counties/610826"};
  SheetAnswers listed = SampleAnswers();
  LeaveOut("510524", 1, listed);
  Publish("110101", listed);
  EXPECT_EQ(CountiesCrowdedOut(listed), own);
  SheetAnswers left_out = SampleAnswers();
  LeaveOut("110101", 1, left_out);
  EXPECT_EQ(CountiesCrowdedOut(left_out), own);
}

TEST(CountiesCrowdedOut, NoneWhenNobodyKnowsTheProgrammesCounties) {
  SheetAnswers answers = SampleAnswers();
  LeaveOut("110101", 1, answers);
  answers.projects.status = answers.reporting.status = absl::UnavailableError("");
  EXPECT_TRUE(CountiesCrowdedOut(answers).empty());
}

TEST(WhatToWaitFor, NothingWhenReportingHasAppliedEverything) {
  EXPECT_EQ(Waits(SampleAnswers()), std::vector<std::string>{});
}

TEST(WhatToWaitFor, NothingWhenReportingIsAhead) {
  SheetAnswers answers = SampleAnswers();
  Applied(answers, 0).set_size(6);
  EXPECT_EQ(Waits(answers), std::vector<std::string>{});
}

TEST(WhatToWaitFor, PositionsOfTheProgrammesPartitions) {
  SheetAnswers answers = SampleAnswers();
  answers.reporting.message.clear_tree_heads();
  // Not households/110101: no county of the programme.
  EXPECT_EQ(Waits(answers), (std::vector<std::string>{"households/510524/5", "projects/000000/9",
                                                      "projects/510524/20"}));
}

// Another copy, which has that entry, may lack another one.
TEST(WhatToWaitFor, AllPositionsThoughItLacksOneEntryAlone) {
  SheetAnswers answers = SampleAnswers();
  Applied(answers, 2).set_size(19);
  EXPECT_EQ(Waits(answers), (std::vector<std::string>{"households/510524/5", "projects/000000/9",
                                                      "projects/510524/20"}));
}

TEST(WhatToWaitFor, ProgrammeThatReportingDoesNotKnowYet) {
  SheetAnswers answers = SampleAnswers();
  answers.reporting.status = absl::NotFoundError("");
  EXPECT_EQ(Waits(answers).size(), 3u);
}

TEST(WhatToWaitFor, WithoutProjectsReportingSaysWhichCountiesTheProgrammeHas) {
  SheetAnswers answers = SampleAnswers();
  answers.projects.status = absl::UnavailableError("");
  Applied(answers, 0).set_size(2);
  EXPECT_EQ(Waits(answers), std::vector<std::string>{"households/510524/5"});
}

TEST(WhatToWaitFor, NothingWhenReportingIsDownOrNobodyKnowsTheProgramme) {
  SheetAnswers answers = SampleAnswers();
  answers.reporting.status = absl::UnavailableError("");
  EXPECT_EQ(Waits(answers), std::vector<std::string>{});
  answers.reporting.status = absl::NotFoundError("");
  answers.projects.status = absl::NotFoundError("");
  EXPECT_EQ(Waits(answers), std::vector<std::string>{});
}

TEST(ErrorOf, ThreeAnswersJudged) {
  const absl::Status ok;
  const absl::Status down = absl::UnavailableError("down");
  const absl::Status late = absl::DeadlineExceededError("late");
  const absl::Status unknown = absl::NotFoundError("by projects");
  const absl::Status unknown_too = absl::NotFoundError("by reporting");
  const struct {
    absl::Status households, projects, reporting;
    absl::StatusCode code;
    const char* message;  // of the source that is passed on
  } cases[] = {
      {ok, ok, ok, absl::StatusCode::kOk, ""},
      {down, ok, late, absl::StatusCode::kOk, ""},
      {ok, unknown, unknown_too, absl::StatusCode::kNotFound, "by projects"},
      {ok, unknown, ok, absl::StatusCode::kNotFound, "by projects"},
      {down, down, unknown_too, absl::StatusCode::kNotFound, "by reporting"},
      {ok, ok, unknown_too, absl::StatusCode::kNotFound, "by reporting"},
      {absl::InvalidArgumentError("h"), ok, ok, absl::StatusCode::kInvalidArgument, "h"},
      {down, late, down, absl::StatusCode::kUnavailable, nullptr},
      {late, late, late, absl::StatusCode::kDeadlineExceeded, nullptr},
  };
  for (const auto& one : cases) {
    SheetAnswers answers;
    answers.households.status = one.households;
    answers.projects.status = one.projects;
    answers.reporting.status = one.reporting;
    const absl::Status error = ErrorOf(answers);
    EXPECT_EQ(error.code(), one.code) << error;
    const bool all_silent = one.message == nullptr;
    EXPECT_EQ(ReasonOf(error), all_silent ? "NO_SOURCE_ANSWERED" : "");
    EXPECT_TRUE(all_silent || error.message() == one.message) << error;
  }
}

TEST(AfterWaiting, NotCaughtUpIsADeadlineWithItsReason) {
  SheetAnswers answers = SampleAnswers();
  const auto expect_behind = [&answers] {
    EXPECT_EQ(AfterWaiting(answers).code(), absl::StatusCode::kDeadlineExceeded);
    EXPECT_EQ(ReasonOf(AfterWaiting(answers)), "REPORTING_BEHIND");
  };
  for (const absl::Status& status : {Error(absl::StatusCode::kUnavailable, "REPORTING_BEHIND", ""),
                                     absl::DeadlineExceededError("")}) {
    answers.reporting.status = status;
    expect_behind();
  }
  answers.reporting.status = absl::UnavailableError("gone");
  EXPECT_EQ(AfterWaiting(answers), absl::UnavailableError("gone"));
  answers.reporting.status = absl::OkStatus();
  EXPECT_TRUE(AfterWaiting(answers).ok());
  Applied(answers, 2).set_size(19);
  expect_behind();
}

TEST(EntriesBehind, AddsUpWhatIsNotApplied) {
  const SheetAnswers answers = SampleAnswers();
  const TreeHeads& own = answers.households.message.tree_heads();
  EXPECT_EQ(EntriesBehind(own, answers.reporting.message.tree_heads()), 70);
  EXPECT_EQ(EntriesBehind(own, own), 0);
  EXPECT_EQ(EntriesBehind(own, {}), 75);
  EXPECT_EQ(EntriesBehind({}, own), 0);
}

}  // namespace
}  // namespace bangfu::gateway
