// Appends entries to one county's log, inside the caller's transaction: entry rows, leaf hashes,
// kept subtree roots and, on Close, the head. Reading a log is journal_reader.h.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_APPENDER_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_APPENDER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/journal/merkle.h"
#include "services/common/sql/connection.h"

namespace bangfu::journal {

// What the entries of one request have in common.
struct EntryStamp {
  std::string journal;  // "households" or "projects"
  std::string county;
  absl::Time recorded_at;
  std::string actor;
  std::string request_id;
};

class Appender {
 public:
  // Locks the county's log against other writers, and reads its head. The connection's transaction
  // must be open and stay open until Close; what is read from here on is the newest there is.
  static absl::StatusOr<Appender> Open(sql::Connection& connection, const EntryStamp& stamp);

  // seq that the next entry gets; also the number of entries so far.
  int64_t next_seq() const { return static_cast<int64_t>(right_edge_.size()); }

  // Appends one entry. Cost: one insert and, on average, two small hashes.
  absl::Status Append(std::string_view event);

  // Writes the head. Without it the log is broken: the caller rolls back whatever fails before.
  absl::Status Close();

 private:
  Appender(sql::Connection& connection, const EntryStamp& stamp, CompactRange right_edge,
           sql::Statement insert);

  absl::Status KeepNodes();

  struct Node {
    int level;
    uint64_t position;
    Hash hash;
  };

  sql::Connection* connection_;
  std::string county_;
  v1::Entry entry_;  // reused: all but seq and event stay the same
  std::string entry_bytes_;
  CompactRange right_edge_;
  std::vector<Node> completed_;  // subtree roots to keep, not yet written
  sql::Statement insert_;
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_APPENDER_H_
