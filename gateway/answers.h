// What a sheet is asked for, and what the three services answered: the input of the assembler.
#ifndef BANGFU_GATEWAY_ANSWERS_H_
#define BANGFU_GATEWAY_ANSWERS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "gateway/language.h"
#include "google/type/date.pb.h"

namespace bangfu::gateway {

// The sources by the names that a sheet and a status give them.
inline constexpr std::string_view kHouseholds = "households";
inline constexpr std::string_view kProjects = "projects";
inline constexpr std::string_view kReporting = "reporting";

// A checked GetAchievementSheetRequest.
struct SheetQuestion {
  std::string name;       // programmes/cetc-2020/achievementSheet
  std::string programme;  // programmes/cetc-2020
  google::type::Date as_of;
  Language language = Language::kChinese;
  std::string template_id;  // may be empty
};

// One source's answer. The message counts only where the status is OK.
template <typename Message>
struct SourceAnswer {
  absl::Status status;
  Message message;

  bool ok() const { return status.ok(); }
};

struct SheetAnswers {
  SourceAnswer<households::v1::ListPublishedCasesResponse> households;
  SourceAnswer<projects::v1::ProgrammeProfile> projects;
  SourceAnswer<reporting::v1::ComputeFiguresResponse> reporting;
};

// Whether the source says that the question is wrong. Otherwise an error says that it cannot answer
// now, and a sheet comes without it.
bool IsCallersFault(const absl::Status& status);

// What became of a source that did not answer, in a few words: "not reachable".
std::string WhyNoAnswer(const absl::Status& status);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_ANSWERS_H_
