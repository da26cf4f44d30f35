// Where a service process logs: stderr, one line per event with time (UTC), level and message.
// Messages never hold personal data.
#ifndef BANGFU_SERVICES_COMMON_SERVER_LOGGING_H_
#define BANGFU_SERVICES_COMMON_SERVER_LOGGING_H_

#include <string>

namespace bangfu::server {

// Makes spdlog's default logger so, and takes in what gRPC would write there by itself (at debug:
// its words are for its developers). `level` is trace, debug, info, warn or error.
void SetUpLogging(const std::string& level);

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_LOGGING_H_
