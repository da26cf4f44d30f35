// Citizens' identity numbers (GB 11643-1999, check character by ISO 7064 MOD 11-2) and the numbers
// of disability certificates, which are an identity number and two digits. Personal data: no error
// made here repeats the number or a part that tells whose it is.
#ifndef BANGFU_SERVICES_COMMON_CODES_ID_NUMBER_H_
#define BANGFU_SERVICES_COMMON_CODES_ID_NUMBER_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/date/date.h"

namespace bangfu::codes {

struct IdNumber {
  date::Date birth;
  bool male;                    // the 17th digit is odd
  bool disability_certificate;  // 20 characters
};

// What an identity number says of its holder. InvalidArgument when it has neither 18 nor 20
// characters, anything but digits (the 18th may be a capital X), an impossible date of birth, or a
// wrong check character.
absl::StatusOr<IdNumber> ParseIdNumber(std::string_view number);

// The same checks alone.
absl::Status ValidateIdNumber(std::string_view number);

// Whether a valid number of 18 characters stands anywhere in the text, with x or X.
bool HoldsIdNumber(std::string_view text);

}  // namespace bangfu::codes

#endif  // BANGFU_SERVICES_COMMON_CODES_ID_NUMBER_H_
