// Asks for the sheet of the synthetic programme.
#ifndef BANGFU_TESTS_BENCH_SHEET_CALLER_H_
#define BANGFU_TESTS_BENCH_SHEET_CALLER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/channel.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "tests/bench/bytes_caller.h"

namespace bangfu::bench {

class SheetCaller {
 public:
  // `template_id` and `language_code`: empty for the usual one.
  SheetCaller(const std::shared_ptr<grpc::Channel>& channel, const std::string& template_id,
              const std::string& language_code = {});

  // From now on as of this day, and no longer of today.
  void SetAsOf(const google::type::Date& date) { *request_.mutable_as_of() = date; }

  // One sheet; INTERNAL when it is partial.
  absl::StatusOr<gateway::v1::AchievementSheet> Ask(
      absl::Duration patience = absl::Seconds(30)) const;

  // For loads: each answer must be this sheet.
  BytesCaller AsBytes(const gateway::v1::AchievementSheet& sheet) const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<gateway::v1::AchievementSheetService::Stub> stub_;
  gateway::v1::GetAchievementSheetRequest request_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SHEET_CALLER_H_
