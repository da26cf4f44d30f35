// What of a cell or of a message may be shown. Names and identity numbers stand in many columns by
// mistake: an import's errors are read aloud, pasted into chats and kept in logs.
#ifndef BANGFU_GATEWAY_CLI_PRIVACY_H_
#define BANGFU_GATEWAY_CLI_PRIVACY_H_

#include <string>
#include <string_view>

namespace bangfu::cli {

// Stands for a value that may be personal.
inline constexpr std::string_view kNotShown = "a value that is not shown";

// Whether a cell that tells of persons looks like neither a name nor a number of one: a short word
// of ASCII letters and digits, without 11 digits on end unless they are a village's code.
bool IsHarmless(std::string_view cell);

// `message` with "(hidden)" in place of each word that has 11 digits or more on end, and of each
// household's or person's id in a resource name that is not harmless. Words that stay: a village's
// code, and another record's id, unless it has the length of an identity number.
std::string HidePersonal(std::string_view message);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_PRIVACY_H_
