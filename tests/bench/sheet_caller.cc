#include "tests/bench/sheet_caller.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "services/common/server/grpc_status.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {
namespace {

using gateway::v1::AchievementSheet;
using gateway::v1::AchievementSheetService;

struct Call {
  explicit Call(absl::Duration patience) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
  }
  absl::Status End(const grpc::Status& status) const {
    if (!status.ok()) return server::FromGrpcStatus(status);
    return sheet.partial() ? absl::InternalError("the sheet is partial") : absl::OkStatus();
  }

  grpc::ClientContext context;
  AchievementSheet sheet;
};

}  // namespace

SheetCaller::SheetCaller(const std::shared_ptr<grpc::Channel>& channel,
                         const std::string& template_id, const std::string& language_code)
    : channel_(channel), stub_(AchievementSheetService::NewStub(channel)) {
  request_.set_name(absl::StrCat(kProgramme, "/achievementSheet"));
  request_.set_template_id(template_id);
  request_.set_language_code(language_code);
}

absl::StatusOr<AchievementSheet> SheetCaller::Ask(absl::Duration patience) const {
  Call call(patience);
  const absl::Status status =
      call.End(stub_->GetAchievementSheet(&call.context, request_, &call.sheet));
  if (!status.ok()) return status;
  return std::move(call.sheet);
}

BytesCaller SheetCaller::AsBytes(const AchievementSheet& sheet) const {
  return BytesCaller(channel_, "/bangfu.gateway.v1.AchievementSheetService/GetAchievementSheet",
                     request_, sheet);
}

}  // namespace bangfu::bench
