// An achievement sheet as people read it, and as one figure per row. Pure: the same sheet gives the
// same text, byte for byte.
#ifndef BANGFU_GATEWAY_CLI_RENDER_SHEET_H_
#define BANGFU_GATEWAY_CLI_RENDER_SHEET_H_

#include <string>

#include "bangfu/gateway/v1/achievement_sheet.pb.h"

namespace bangfu::cli {

// For a terminal, in the sheet's own language. What is missing because a service did not answer
// stands on top.
std::string RenderSheet(const gateway::v1::AchievementSheet& sheet);

// Lines that say what is missing and why; empty for a whole sheet.
std::string SheetWarnings(const gateway::v1::AchievementSheet& sheet);

// Lines that say how much of what SheetCsv has rows for the sheet does not list; empty for nothing.
std::string CsvOmissions(const gateway::v1::AchievementSheet& sheet);

// CSV with a header: section, figure, caption, value, value_text, unit, unit_text, counting_unit,
// numerator, denominator, scope, as_of, basis, indicator, catalogue_version. A case's figures stand
// in the section that has the case's name; attestations, of basis "attested" and without a value,
// at the end.
std::string SheetCsv(const gateway::v1::AchievementSheet& sheet);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RENDER_SHEET_H_
