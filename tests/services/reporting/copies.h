// Several copies of reporting on one database, and how to see that they know the same.
#ifndef BANGFU_TESTS_SERVICES_REPORTING_COPIES_H_
#define BANGFU_TESTS_SERVICES_REPORTING_COPIES_H_

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "services/common/sql/executor.h"
#include "services/reporting/applier.h"
#include "services/reporting/refresher.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {

inline const Journals::Key kOfRegister{"households", kXuyong};
inline const Journals::Key kOfProjects{"projects", kXuyong};
inline const Journals::Key kOfProgrammes{"projects", "000000"};

// A programme, a case with its wages, payments with a reversal, households.
inline Journals SomeOfEach() {
  Journals journals;
  journals.Record("000000", ProgrammeEvent());
  const std::string person = Person(kXuyong, "H1");
  journals.Record(kXuyong, CaseEvent(kXuyong, "family", person, "2019-01-01"));
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    journals.Record(kXuyong,
                    HouseholdEvent(Household(kXuyong, "H" + number), "2014-01-01",
                                   i % 4 == 0 ? "2018-12-0" + std::to_string(1 + i % 9) : ""));
    journals.Record(kXuyong,
                    LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 100 + i,
                                "2019-04-" + std::to_string(10 + (i * 7) % 20),
                                i % 3 == 0 ? person : Person(kXuyong, "H" + std::to_string(i % 7)),
                                i == 20 ? "counties/510524/ledgerEntries/L0" : ""));
  }
  return journals;
}

// What the copies tell each other depends on the batches, all else on the entries alone.
inline sql::TableDump WithoutChanges(sql::TableDump dump) {
  dump.erase("rollup_change");
  dump.erase("county_commit");
  return dump;
}

// Around those of SomeOfEach.
inline std::vector<int32_t> DaysOfInterest() {
  std::vector<int32_t> days;
  for (const auto& [first, last] : {std::pair("2013-12-31", "2014-01-01"),
                                    {"2018-11-30", "2018-12-10"},
                                    {"2019-04-09", "2019-04-30"}}) {
    for (int32_t day = Day(first).days; day <= Day(last).days; ++day) days.push_back(day);
  }
  return days;
}

inline std::multiset<std::string> Describe(const CountySnapshot& county) {
  std::multiset<std::string> parts;
  for (const auto& [journal, head] : county.heads()) {
    parts.insert(journal + " " + std::to_string(head.size) +
                 std::string(journal::HashBytes(head.root)));
  }
  for (const SeriesPtr& series : county.series()) {
    for (const int32_t day : DaysOfInterest()) {
      const Totals totals = series->AsOf(day);
      const SeriesKey& key = series->key();
      parts.insert(key.programme + key.scope + key.facet + std::to_string(key.kind) + "/" +
                   std::to_string(day) + ":" + std::to_string(totals.count) + "," +
                   std::to_string(totals.sum) + "," + std::to_string(totals.distinct));
    }
  }
  for (const CasePtr& known : county.cases()) {
    std::string part = known->definition.name;
    for (const auto& [kind, days] : known->fen_by_day) {
      for (const auto& [day, fen] : days)
        part += " " + std::to_string(day) + ":" + std::to_string(fen);
    }
    parts.insert(part);
  }
  return parts;
}

// All that a copy knows, with the programme.
inline std::multiset<std::string> Describe(const Snapshots& snapshots) {
  std::multiset<std::string> parts;
  for (const CountySnapshotPtr& county : snapshots.All()) parts.merge(Describe(*county));
  const std::optional<ProgrammeView> view = snapshots.View("cetc-2020");
  if (view) parts.insert("designated " + std::to_string(view->programme->designations.size()));
  return parts;
}

// A copy as the service runs it, but for its followers.
class RunningCopy {
 public:
  explicit RunningCopy(const sql::TestDatabase& database, Sharing sharing = Sharing::kShared) {
    auto executor = sql::Executor::Start(database.factory(), {.readers = 1});
    EXPECT_TRUE(executor.ok()) << executor.status();
    executor_ = *std::move(executor);
    refresher_ = std::make_unique<Refresher>(*executor_, sharing, snapshots_, progress_,
                                             [this] { ++times_went_back_; });
    applier_ = std::make_unique<Applier>(*executor_, snapshots_, progress_, *refresher_);
  }
  ~RunningCopy() {
    refresher_->Stop();
    executor_.reset();
  }

  std::future<absl::Status> Apply(const std::string& journal,
                                  const journal::v1::StreamEntriesResponse& batch) {
    auto done = std::make_shared<std::promise<absl::Status>>();
    applier_->Apply(journal, std::make_shared<journal::v1::StreamEntriesResponse>(batch),
                    [done](absl::Status status) { done->set_value(std::move(status)); });
    return done->get_future();
  }
  // Returns when all that was asked of the reader before has been read.
  void AwaitReader() {
    std::promise<void> read;
    const absl::Status queued = executor_->Read(
        {.deadline = absl::Now() + absl::Seconds(20)},
        [](sql::Connection&) { return absl::OkStatus(); },
        [&](const absl::Status&) { read.set_value(); });
    ASSERT_EQ(queued, absl::OkStatus());
    read.get_future().wait();
  }
  Refresher& refresher() { return *refresher_; }
  int times_went_back() const { return times_went_back_; }
  const Snapshots& snapshots() const { return snapshots_; }

 private:
  Snapshots snapshots_{{}};
  Progress progress_{snapshots_};
  std::atomic<int> times_went_back_ = 0;
  std::unique_ptr<sql::Executor> executor_;
  std::unique_ptr<Refresher> refresher_;
  std::unique_ptr<Applier> applier_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_COPIES_H_
