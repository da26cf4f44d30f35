#include "gateway/cli/entry_parser.h"

#include <string>

namespace bangfu::cli {
namespace {

constexpr std::string_view kHouseholds = "households";
constexpr std::string_view kProjects = "projects";

template <typename Event>
absl::Status ParseEvent(const std::string& bytes, Event& event) {
  const bool known = event.ParseFromString(bytes) && event.event_case() != Event::EVENT_NOT_SET;
  return known ? absl::OkStatus() : absl::DataLossError("the event is unknown");
}

}  // namespace

absl::Status EntryParser::Parse(std::string_view bytes) {
  if (!entry_.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("the bytes are no entry");
  }
  if (entry_.journal() == kHouseholds) return ParseEvent(entry_.event(), households_event_);
  if (entry_.journal() == kProjects) return ParseEvent(entry_.event(), projects_event_);
  return absl::DataLossError("the entry is of no known journal");
}

const households::v1::Event* EntryParser::households_event() const {
  return entry_.journal() == kHouseholds ? &households_event_ : nullptr;
}

const projects::v1::Event* EntryParser::projects_event() const {
  return entry_.journal() == kProjects ? &projects_event_ : nullptr;
}

}  // namespace bangfu::cli
