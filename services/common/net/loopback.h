// Addresses "host:port", and which of them stay on this machine.
#ifndef BANGFU_SERVICES_COMMON_NET_LOOPBACK_H_
#define BANGFU_SERVICES_COMMON_NET_LOOPBACK_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace bangfu::net {

struct HostPort {
  std::string host;  // as given: an IPv6 address keeps its brackets
  int port = 0;      // 0 to 65535
};

// INVALID_ARGUMENT in one line for anything else than host:port.
absl::StatusOr<HostPort> ParseHostPort(std::string_view address);

// Whether a host is this machine alone: 127.0.0.0/8, [::1], localhost.
bool IsLoopback(std::string_view host);

// The addresses of the copies of one service: "127.0.0.1:5001,127.0.0.1:5002", with or without
// blanks around the comma.
std::vector<std::string> SplitCopies(std::string_view addresses);

// CheckLoopback of each copy; INVALID_ARGUMENT also when IPv4 and IPv6 are mixed, which gRPC cannot
// take side by side.
absl::Status CheckCopies(std::string_view addresses);

// INVALID_ARGUMENT in one line for an address that is malformed or not loopback: nothing is
// protected on the wire yet. `purpose` completes "refuses to": "listen on", "connect to".
absl::Status CheckLoopback(std::string_view address, std::string_view purpose);

}  // namespace bangfu::net

#endif  // BANGFU_SERVICES_COMMON_NET_LOOPBACK_H_
