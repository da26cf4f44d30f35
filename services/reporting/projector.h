// Applies entries to the database: facts, roll-ups and how far the log was followed, all in the
// caller's transaction, so that every entry has its effect exactly once. Entries are hashed as they
// come: a head that reporting names is one that it has computed itself.
#ifndef BANGFU_SERVICES_REPORTING_PROJECTOR_H_
#define BANGFU_SERVICES_REPORTING_PROJECTOR_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "services/common/sql/connection.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/facts.h"

namespace bangfu::reporting {

// One thread at a time: it keeps its messages to parse into.
class Projector {
 public:
  // Applies those entries of the batch that were not applied before, and tells what this changed.
  // Errors: ABORTED, reason JOURNAL_GAP, when entries before the batch are missing; DATA_LOSS,
  // reason UNREADABLE_ENTRY; else the database's. After an error the transaction must be undone.
  absl::StatusOr<CountyUpdate> Apply(sql::Connection& connection, std::string_view journal,
                                     const journal::v1::StreamEntriesResponse& batch);

 private:
  struct Place {
    std::string_view journal;
    std::string_view county;
    int64_t seq;
  };

  // Adds what one entry states. UnreadableEntry when it is not the one of that place.
  absl::Status Read(const Place& place, std::string_view bytes, Effects& effects);
  absl::Status ReadEvent(std::string_view journal, Effects& effects);

  journal::v1::Entry entry_;
  households::v1::Event households_event_;
  projects::v1::Event projects_event_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PROJECTOR_H_
