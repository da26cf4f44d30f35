// Applies entries to the database: facts, roll-ups and how far the log was followed, all in the
// caller's transaction, so that every entry has its effect exactly once. Entries are hashed as they
// come: a head that reporting names is one that it has computed itself.
#ifndef BANGFU_SERVICES_REPORTING_PROJECTOR_H_
#define BANGFU_SERVICES_REPORTING_PROJECTOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "services/common/journal/merkle_range.h"
#include "services/common/sql/connection.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/facts.h"

namespace bangfu::reporting {

using EntryBatch = std::shared_ptr<journal::v1::StreamEntriesResponse>;

// Whether other processes may keep roll-ups of the same database in memory.
enum class Sharing { kAlone, kShared };

// What came of some batches.
struct Applied {
  CountyUpdate update;
  size_t batch_count = 0;  // so many of them, from the first on, were applied
  absl::Status refusal;    // of the next one; OK when that were all
};

// One thread at a time: it keeps its messages to parse into.
class Projector {
 public:
  explicit Projector(Sharing sharing) : sharing_(sharing) {}

  // Applies those entries of the batches that were not applied before, by whatever process, and
  // tells what this changed.
  // The batches are of one county, in the order of its log, and at least one. Those before one that
  // cannot be applied are: the refusal is ABORTED, reason JOURNAL_GAP, when entries before it are
  // missing, or DATA_LOSS, reason UNREADABLE_ENTRY. Other errors are the database's; after them
  // the transaction must be undone.
  //
  // Cost: a roll-up is written once for each 64 days that the batches touch, so many batches
  // together are cheaper than each by itself.
  absl::StatusOr<Applied> Apply(sql::Connection& connection, std::string_view journal,
                                std::span<const EntryBatch> batches);

 private:
  // What is to be written: the log as far as it was read, and what its new entries state.
  struct Reading {
    journal::CompactRange log;
    Effects effects;
  };
  struct Place {
    std::string_view journal;
    std::string_view county;
    int64_t seq;
  };

  // Adds one batch, or nothing and why.
  absl::Status ReadBatch(std::string_view journal, const journal::v1::StreamEntriesResponse& batch,
                         Reading& reading);
  // Adds what one entry states. UnreadableEntry when it is not the one of that place.
  absl::Status Read(const Place& place, std::string_view bytes, Effects& effects);
  absl::Status ReadEvent(std::string_view journal, Effects& effects);

  const Sharing sharing_;
  journal::v1::Entry entry_;
  households::v1::Event households_event_;
  projects::v1::Event projects_event_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PROJECTOR_H_
