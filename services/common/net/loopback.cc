#include "services/common/net/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

#include "services/common/text/absl_view.h"
#include "services/common/text/quote.h"

namespace bangfu::net {
namespace {

constexpr int kPortMax = 65535;

absl::Status Malformed(std::string_view address) {
  return absl::InvalidArgumentError("address " + text::Quote(address) +
                                    ": expected host:port, for example 127.0.0.1:5001");
}

}  // namespace

absl::StatusOr<HostPort> ParseHostPort(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return Malformed(address);
  const std::string_view host = address.substr(0, colon);
  const std::string_view digits = address.substr(colon + 1);
  const bool bracketed = host.front() == '[' && host.back() == ']';
  if (host.find(':') != std::string_view::npos && !bracketed) return Malformed(address);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return Malformed(address);
  }
  int port = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (parsed.ec != std::errc() || port > kPortMax) return Malformed(address);
  return HostPort{std::string(host), port};
}

bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  if (inet_pton(AF_INET, std::string(host).c_str(), &address) != 1) return false;
  constexpr uint32_t kLoopbackNetwork = 127;
  return ntohl(address.s_addr) >> 24 == kLoopbackNetwork;
}

absl::Status CheckLoopback(std::string_view address, std::string_view purpose) {
  const absl::StatusOr<HostPort> parsed = ParseHostPort(address);
  if (!parsed.ok()) return parsed.status();
  if (IsLoopback(parsed->host)) return absl::OkStatus();
  return absl::InvalidArgumentError("refuses to " + std::string(purpose) + " " +
                                    std::string(address) +
                                    ": only loopback until TLS and tokens exist");
}

std::vector<std::string> SplitCopies(std::string_view addresses) {
  std::vector<std::string> copies = absl::StrSplit(text::AbslView(addresses), ',');
  for (std::string& copy : copies) absl::StripAsciiWhitespace(&copy);
  return copies;
}

absl::Status CheckCopies(std::string_view addresses) {
  int ipv6_count = 0;
  const std::vector<std::string> copies = SplitCopies(addresses);
  for (const std::string& copy : copies) {
    if (absl::Status allowed = CheckLoopback(copy, "connect to"); !allowed.ok()) return allowed;
    if (copy.front() == '[') ++ipv6_count;
  }
  if (ipv6_count == 0 || ipv6_count == static_cast<int>(copies.size())) return absl::OkStatus();
  return absl::InvalidArgumentError("addresses " + text::Quote(addresses) +
                                    ": expected all of IPv4 or all of IPv6");
}

}  // namespace bangfu::net
