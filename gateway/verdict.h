// Whether three answers make a sheet, make an error, or call for asking once more. Pure.
#ifndef BANGFU_GATEWAY_VERDICT_H_
#define BANGFU_GATEWAY_VERDICT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "gateway/answers.h"

namespace bangfu::gateway {

// The counties to ask households once more about: there are more cases than it lists, and some are
// not of the programme's counties, so that which of its own are listed hangs on records whose heads
// the sheet does not name. Empty: the answers stand.
std::vector<std::string> CountiesCrowdedOut(const SheetAnswers& answers);

// What to wait for when reporting is to be asked once more: it answered, from less than what
// households and projects had acknowledged. That it does not know a programme which projects knows
// may come from the same. All that they told, since another copy may lack something else. Empty:
// the answers stand.
std::vector<journal::v1::JournalPosition> WhatToWaitFor(const SheetAnswers& answers);

// The error that the answers make instead of a sheet, else OK.
//   NOT_FOUND and other faults of the question: as projects says, else reporting, else households.
//   UNAVAILABLE, reason NO_SOURCE_ANSWERED, when all three are down (DEADLINE_EXCEEDED when all of
//   them took too long).
absl::Status ErrorOf(const SheetAnswers& answers);

// What the answer of a reporting that was told to wait for WhatToWaitFor() means to the caller:
// DEADLINE_EXCEEDED, reason REPORTING_BEHIND, when it did not catch up in time; else its status.
absl::Status AfterWaiting(const SheetAnswers& answers);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_VERDICT_H_
