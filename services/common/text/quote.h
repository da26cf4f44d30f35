// Shows what was found inside an error message, safe for a terminal and a log. Not for personal
// fields: those are not quoted at all.
#ifndef BANGFU_SERVICES_COMMON_TEXT_QUOTE_H_
#define BANGFU_SERVICES_COMMON_TEXT_QUOTE_H_

#include <string>
#include <string_view>

namespace bangfu::text {

// `found` in double quotes. Control characters and bytes that are not UTF-8 stand as \xNN, quotes
// and backslashes with a backslash before them; past 40 code points an ellipsis stands for the
// rest.
std::string Quote(std::string_view found);

}  // namespace bangfu::text

#endif  // BANGFU_SERVICES_COMMON_TEXT_QUOTE_H_
