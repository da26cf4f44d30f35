// The errors of reporting, one function for each, named after what is the case.
#ifndef BANGFU_SERVICES_REPORTING_ERRORS_H_
#define BANGFU_SERVICES_REPORTING_ERRORS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace bangfu::reporting {

// NOT_FOUND, reason NOT_FOUND. A programme may be recorded and not have come here yet.
absl::Status ProgrammeNotFound(std::string_view name);
absl::Status TemplateNotFound(std::string_view id);
absl::Status FigureNotFound(std::string_view id);

// UNAVAILABLE, reason REPORTING_BEHIND: the journals did not get here in time.
absl::Status ReportingBehind(std::string_view journal, std::string_view county, int64_t applied,
                             int64_t wanted);
// UNAVAILABLE, reason REPORTING_BEHIND: another copy, which made the page before, was ahead.
absl::Status CopyBehind();
// FAILED_PRECONDITION, reason HEADS_MOVED: what the pages so far explain is no more.
absl::Status HeadsMoved();
// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN.
absl::Status InvalidPageToken();

// What a source may do wrong. ABORTED, reason JOURNAL_GAP: entries are missing before `found`.
absl::Status JournalGap(std::string_view journal, std::string_view county, int64_t expected,
                        int64_t found);
// DATA_LOSS, reason UNREADABLE_ENTRY: the entry is not what it should be. `why` holds nothing of it
// that is personal.
absl::Status UnreadableEntry(std::string_view journal, std::string_view county, int64_t seq,
                             std::string_view why);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_ERRORS_H_
