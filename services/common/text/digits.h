// Numbers as people read them.
#ifndef BANGFU_SERVICES_COMMON_TEXT_DIGITS_H_
#define BANGFU_SERVICES_COMMON_TEXT_DIGITS_H_

#include <cstdint>
#include <string>

namespace bangfu::text {

// 1234567 as "1,234,567".
std::string GroupDigits(int64_t number);

}  // namespace bangfu::text

#endif  // BANGFU_SERVICES_COMMON_TEXT_DIGITS_H_
