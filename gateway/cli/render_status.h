// The state of the suite, and heads of journals, as people read them. Pure.
#ifndef BANGFU_GATEWAY_CLI_RENDER_STATUS_H_
#define BANGFU_GATEWAY_CLI_RENDER_STATUS_H_

#include <string>

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "gateway/cli/text_table.h"

namespace bangfu::cli {

bool AllServe(const gateway::v1::SuiteStatus& status);

// As a table, or as CSV: a row for each service and head.
std::string RenderStatus(const gateway::v1::SuiteStatus& status, Output output);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RENDER_STATUS_H_
