#include "gateway/cli/sheet_source.h"

#include <optional>

#include <grpcpp/grpcpp.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "gateway/cli/cell_values.h"
#include "services/common/names/names.h"
#include "services/common/text/quote.h"

namespace bangfu::cli {

absl::StatusOr<std::string> ProgrammeName(const std::string& programme) {
  if (names::IsId(programme)) return names::ProgrammeName{programme}.ToString();
  if (names::ProgrammeName::Parse(programme)) return programme;
  return absl::InvalidArgumentError("found " + text::Quote(programme) +
                                    ", expected a programme such as cetc-2020");
}

absl::StatusOr<gateway::v1::AchievementSheet> GetSheet(const GatewayClient& client,
                                                       const SheetQuery& query) {
  const absl::StatusOr<std::string> programme = ProgrammeName(query.programme);
  if (!programme.ok()) return programme.status();
  gateway::v1::GetAchievementSheetRequest request;
  request.set_name(*programme + "/achievementSheet");
  request.set_language_code(query.locale);
  if (const std::optional<google::type::Date> day = ParseDateCell(query.as_of)) {
    *request.mutable_as_of() = *day;
  }
  const auto stub = gateway::v1::AchievementSheetService::NewStub(client.channel());
  const auto call = client.NewContext();
  gateway::v1::AchievementSheet sheet;
  const absl::Status got = ToStatus(stub->GetAchievementSheet(call.get(), request, &sheet));
  if (!got.ok()) return got;
  return sheet;
}

}  // namespace bangfu::cli
