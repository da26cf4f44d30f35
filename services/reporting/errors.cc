#include "services/reporting/errors.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "services/common/status/errors.h"
#include "services/common/text/absl_view.h"
#include "services/common/text/quote.h"

namespace bangfu::reporting {
namespace {

using text::AbslView;

absl::Status NotFound(std::string_view what, std::string_view name) {
  return Error(absl::StatusCode::kNotFound, "NOT_FOUND",
               absl::StrCat("there is no ", AbslView(what), " ", text::Quote(name)),
               {{"resource", name}});
}

}  // namespace

absl::Status ProgrammeNotFound(std::string_view name) { return NotFound("programme", name); }
absl::Status TemplateNotFound(std::string_view id) { return NotFound("template", id); }
absl::Status FigureNotFound(std::string_view id) { return NotFound("figure", id); }

absl::Status ReportingBehind(std::string_view journal, std::string_view county, int64_t applied,
                             int64_t wanted) {
  return Error(absl::StatusCode::kUnavailable, "REPORTING_BEHIND",
               absl::StrCat("reporting has applied ", applied, " of ", wanted, " entries of the ",
                            AbslView(journal), " journal of ", AbslView(county)),
               {{"journal", journal}, {"county", county}});
}

absl::Status CopyBehind() {
  return Error(absl::StatusCode::kUnavailable, "REPORTING_BEHIND",
               "this copy of reporting knows fewer entries than the one of the page before");
}

absl::Status HeadsMoved() {
  return Error(absl::StatusCode::kFailedPrecondition, "HEADS_MOVED",
               "the programme or the case has changed since the first page: begin with it again");
}

absl::Status InvalidPageToken() {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN",
               "found a page_token that this call never returned");
}

absl::Status JournalGap(std::string_view journal, std::string_view county, int64_t expected,
                        int64_t found) {
  return Error(absl::StatusCode::kAborted, "JOURNAL_GAP",
               absl::StrCat("the ", AbslView(journal), " journal of ", AbslView(county),
                            " came from entry ", found, " on, expected ", expected),
               {{"journal", journal}, {"county", county}});
}

absl::Status UnreadableEntry(std::string_view journal, std::string_view county, int64_t seq,
                             std::string_view why) {
  return Error(absl::StatusCode::kDataLoss, "UNREADABLE_ENTRY",
               absl::StrCat("entry ", seq, " of the ", AbslView(journal), " journal of ",
                            AbslView(county), " cannot be applied: ", AbslView(why)),
               {{"journal", journal}, {"county", county}});
}

}  // namespace bangfu::reporting
