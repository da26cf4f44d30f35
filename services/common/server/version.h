// The version of the program, as the build names it.
#ifndef BANGFU_SERVICES_COMMON_SERVER_VERSION_H_
#define BANGFU_SERVICES_COMMON_SERVER_VERSION_H_

#include <string_view>

namespace bangfu::server {

// What the program calls itself in --version, heads and status: "0.1.0".
std::string_view Version();

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_VERSION_H_
