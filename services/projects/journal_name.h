// What this service's journal is called, in heads, entries and the gateway's routing.
#ifndef BANGFU_SERVICES_PROJECTS_JOURNAL_NAME_H_
#define BANGFU_SERVICES_PROJECTS_JOURNAL_NAME_H_

#include <string_view>

namespace bangfu::projects {

inline constexpr std::string_view kJournal = "projects";

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_JOURNAL_NAME_H_
