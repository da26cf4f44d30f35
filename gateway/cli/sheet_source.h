// Fetches a sheet from the gateway, for the commands that need one.
#ifndef BANGFU_GATEWAY_CLI_SHEET_SOURCE_H_
#define BANGFU_GATEWAY_CLI_SHEET_SOURCE_H_

#include <string>

#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "gateway/cli/gateway_client.h"

namespace bangfu::cli {

// Which sheet.
struct SheetQuery {
  std::string programme;  // "cetc-2020" or "programmes/cetc-2020"
  std::string as_of;      // "2018-12-31", or empty for today
  std::string locale = "zh-CN";
};

// "programmes/cetc-2020" of either form; InvalidArgument for anything else.
absl::StatusOr<std::string> ProgrammeName(const std::string& programme);

absl::StatusOr<gateway::v1::AchievementSheet> GetSheet(const GatewayClient& client,
                                                       const SheetQuery& query);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_SHEET_SOURCE_H_
