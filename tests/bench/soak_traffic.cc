#include "tests/bench/soak_traffic.h"

#include <array>
#include <condition_variable>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "tests/bench/explain_caller.h"
#include "tests/bench/import_world.h"
#include "tests/bench/sheet_caller.h"
#include "tests/bench/soak_edits.h"

namespace bangfu::bench {
namespace {

constexpr int64_t kSliceEntries = 2000;
constexpr int64_t kFirstImported = 100'000'000;  // numbers of ledger entries
constexpr absl::Duration kEditPace = absl::Milliseconds(20);
constexpr absl::Duration kSheetPace = absl::Milliseconds(5);
constexpr absl::Duration kExplainPace = absl::Milliseconds(50);
constexpr absl::Duration kRegisterPace = absl::Milliseconds(100);
constexpr std::array kExplainedFigures = {"people_paid", "cattle_returned", "eucommia_persons",
                                          "households_registered", "cattle_collective_profit"};
constexpr size_t kPagesOfAFigure = 10;

// Waits, unless it is to stop.
void Pause(const std::stop_token& stop, absl::Time until) {
  std::mutex mutex;
  std::condition_variable_any condition;
  std::unique_lock lock(mutex);
  condition.wait_until(lock, stop, absl::ToChronoTime(until), [] { return false; });
}

}  // namespace

SoakTraffic::SoakTraffic(const World& world, const std::shared_ptr<grpc::Channel>& channel,
                         const std::string& gateway, int64_t import_rate)
    : channel_(channel) {
  StartImport(world, import_rate);
  StartEdits(world);
  StartQuestions(gateway);
}

void SoakTraffic::Stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();  // joins
}

void SoakTraffic::AwaitFailure(absl::Duration patience) const {
  std::unique_lock lock(mutex_);
  failed_.wait_for(lock, absl::ToChronoNanoseconds(patience),
                   [this] { return !first_failure_.ok(); });
}

absl::Status SoakTraffic::first_failure() const {
  const std::lock_guard lock(mutex_);
  return first_failure_;
}

void SoakTraffic::Note(const absl::Status& status) {
  if (status.ok()) return;
  ++failures_;
  const std::lock_guard lock(mutex_);
  first_failure_.Update(status);
  failed_.notify_all();
}

void SoakTraffic::Start(absl::Duration pace, std::function<absl::Status()> act) {
  threads_.emplace_back([this, pace, act = std::move(act)](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const absl::Time next = absl::Now() + pace;
      Note(act());
      Pause(stop, next);
    }
  });
}

void SoakTraffic::StartImport(const World& world, int64_t import_rate) {
  const absl::Duration pace = absl::Seconds(1) * kSliceEntries / import_rate;
  Start(pace, [this, &world, round = int64_t{0}]() mutable {
    const auto counties = static_cast<int64_t>(world.counties().size());
    const County& county = world.counties()[round % counties];
    const LedgerSlice slice{kFirstImported + round++ * kSliceEntries, kSliceEntries,
                            LedgerSlice::Days::kLastMonth};
    absl::Status status = ImportProjects(
        channel_, [&](const ProjectsBatchSink& sink) { world.MakeLedger(county, slice, sink); });
    if (status.ok()) Count(Deed::kImported, slice.count);
    return status;
  });
}

void SoakTraffic::StartEdits(const World& world) {
  Start(kEditPace, [this, editor = std::make_shared<LedgerEditor>(world, channel_)] {
    absl::Status status = editor->Create();
    if (!status.ok()) return status;
    Count(Deed::kCreated, 1);
    if (!editor->WantsReversal()) return status;
    status = editor->Reverse();
    if (status.ok()) Count(Deed::kReversed, 1);
    return status;
  });
  Start(kRegisterPace, [this, editor = std::make_shared<HouseholdEditor>(world, channel_)] {
    absl::Status status = editor->Register();
    if (!status.ok()) return status;
    Count(Deed::kRegistered, 1);
    status = editor->Enrol();
    if (status.ok()) Count(Deed::kEnrolled, 1);
    return status;
  });
}

void SoakTraffic::StartQuestions(const std::string& gateway) {
  Start(kSheetPace, [this, caller = std::make_shared<SheetCaller>(channel_, "")] {
    absl::Status status = caller->Ask(kSoakCallTimeout).status();
    if (status.ok()) Count(Deed::kSheet, 1);
    return status;
  });
  Start(kExplainPace, [this, caller = std::make_shared<ExplainCaller>(gateway),
                       walk = ExplainWalk(), asked = size_t{0}]() mutable {
    // Some pages of one figure, while entries are written, then those of the next.
    const size_t figure = asked / kPagesOfAFigure % kExplainedFigures.size();
    if (asked++ % kPagesOfAFigure == 0) walk = {};
    absl::Status status = caller->Ask(kExplainedFigures[figure], walk).status();
    if (status.ok()) Count(Deed::kExplained, 1);
    return status;
  });
}

}  // namespace bangfu::bench
