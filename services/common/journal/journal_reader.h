// Reads the stored logs: heads, entries, references to entries. Proofs are made of subtrees.h.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_JOURNAL_READER_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_JOURNAL_READER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/sql/connection.h"

namespace bangfu::journal {

// The heads of all counties by code; `journal` is what they are labelled with.
absl::StatusOr<std::vector<v1::TreeHead>> ListTreeHeads(sql::Connection& connection,
                                                        std::string_view journal);

// One county's head; one of size 0 when it has no log.
absl::StatusOr<v1::TreeHead> ReadTreeHead(sql::Connection& connection, std::string_view journal,
                                          std::string_view county);

// The heads of those of these counties that have a log, in their order.
absl::StatusOr<std::vector<v1::TreeHead>> ReadTreeHeads(sql::Connection& connection,
                                                        std::string_view journal,
                                                        const std::vector<std::string>& counties);

// Hands the entries first_seq, first_seq + 1, ... to `on_entry`, at most `count_max`. The view
// lives during the call.
absl::Status ReadEntries(sql::Connection& connection, std::string_view county, int64_t first_seq,
                         int count_max,
                         const std::function<void(std::string_view entry)>& on_entry);

// One entry's bytes; nothing when the log does not reach it.
absl::StatusOr<std::optional<std::string>> ReadEntry(sql::Connection& connection,
                                                     std::string_view county, int64_t seq);

// Where an entry is.
struct EntryPlace {
  std::string county;
  int64_t seq = 0;
};

// References to these entries, in their order. NOT_FOUND when a log does not reach one.
absl::StatusOr<std::vector<v1::EntryRef>> ReadEntryRefs(sql::Connection& connection,
                                                        std::string_view journal,
                                                        const std::vector<EntryPlace>& places);

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_JOURNAL_READER_H_
