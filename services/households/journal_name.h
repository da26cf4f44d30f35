// What this service's journal is called, in heads, entries and the gateway's routing.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_JOURNAL_NAME_H_
#define BANGFU_SERVICES_HOUSEHOLDS_JOURNAL_NAME_H_

#include <string_view>

namespace bangfu::households {

inline constexpr std::string_view kJournal = "households";

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_JOURNAL_NAME_H_
