// Reads a GetAchievementSheetRequest. Not here: whether the programme exists.
#ifndef BANGFU_GATEWAY_SHEET_QUESTION_H_
#define BANGFU_GATEWAY_SHEET_QUESTION_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "gateway/answers.h"

namespace bangfu::gateway {

// INVALID_ARGUMENT, reason INVALID_FIELDS, with everything that is wrong with it. A day that is
// left out is the day of `now` in UTC+8.
absl::StatusOr<SheetQuestion> ReadQuestion(const v1::GetAchievementSheetRequest& request,
                                           absl::Time now);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SHEET_QUESTION_H_
