#include "services/common/sql/postgres_url.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include <libpq-fe.h>

#include "services/common/net/loopback.h"
#include "services/common/text/absl_view.h"
#include "services/common/text/quote.h"

namespace bangfu::sql {
namespace {

constexpr int kPortMax = 65535;
constexpr int kConnectTimeoutMaxS = 3600;
constexpr std::array<std::string_view, 6> kSslModes = {"disable", "allow",     "prefer",
                                                       "require", "verify-ca", "verify-full"};

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

const PQconninfoOption* Find(const PQconninfoOption* options, std::string_view keyword) {
  while (options->keyword != nullptr && options->keyword != keyword) ++options;
  return options->keyword == nullptr ? nullptr : options;
}

// What the URL says for the option.
std::optional<std::string> InUrl(const PQconninfoOption* options, std::string_view keyword) {
  const PQconninfoOption* option = Find(options, keyword);
  if (option == nullptr || option->val == nullptr) return std::nullopt;
  return option->val;
}

// What libpq would take for the option: the URL's value, else the environment's.
std::optional<std::string> Taken(const PQconninfoOption* options, std::string_view keyword) {
  if (std::optional<std::string> in_url = InUrl(options, keyword)) return in_url;
  const PQconninfoOption* option = Find(options, keyword);
  const char* variable = option == nullptr ? nullptr : option->envvar;
  const char* of_environment = variable == nullptr ? nullptr : std::getenv(variable);
  if (of_environment == nullptr) return std::nullopt;
  return of_environment;
}

std::string ValueOf(const PQconninfoOption* options, std::string_view keyword) {
  return Taken(options, keyword).value_or("");
}

absl::Status NotAsExpected(std::string_view keyword, std::string_view found,
                           std::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("the database's ", text::AbslView(keyword),
                                                 ": found ", text::Quote(found), ", expected ",
                                                 text::AbslView(expected)));
}

// What stands for a port may be the rest of a password with a colon or slash in it.
absl::Status CheckPorts(const PQconninfoOption* options) {
  const std::vector<std::string> ports = absl::StrSplit(ValueOf(options, "port"), ',');
  for (const std::string& port : ports) {
    int number = 0;
    const bool is_port = absl::SimpleAtoi(port, &number) && number >= 1 && number <= kPortMax;
    if (!port.empty() && !is_port) {
      return absl::InvalidArgumentError(
          "the database's port: found none, expected a number from 1 to 65535");
    }
  }
  const std::string addresses = ValueOf(options, "hostaddr");
  const std::string hosts = addresses.empty() ? ValueOf(options, "host") : addresses;
  const size_t host_count = 1 + static_cast<size_t>(std::count(hosts.begin(), hosts.end(), ','));
  if (ports.size() == 1 || ports.size() == host_count) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the database's port: found ", ports.size(),
                                                 " of them, expected one, or one for each of ",
                                                 host_count, " hosts"));
}

// The environment's does not count: a session has its own (postgres_session.cc).
absl::Status CheckConnectTimeout(const PQconninfoOption* options) {
  const std::optional<std::string> timeout = InUrl(options, "connect_timeout");
  int seconds = 0;
  const bool bounds = timeout && absl::SimpleAtoi(*timeout, &seconds) && seconds >= 1 &&
                      seconds <= kConnectTimeoutMaxS;
  if (!timeout || bounds) return absl::OkStatus();
  return NotAsExpected("connect_timeout", *timeout, "seconds from 1 to 3600");
}

absl::Status CheckSslMode(const PQconninfoOption* options) {
  const std::optional<std::string> mode = Taken(options, "sslmode");
  if (!mode || absl::c_linear_search(kSslModes, *mode)) return absl::OkStatus();
  return NotAsExpected("sslmode", *mode,
                       "disable, allow, prefer, require, verify-ca or verify-full");
}

// As for the time-out; but what options= sets, it may set by the environment, too.
absl::Status CheckEncoding(const PQconninfoOption* options) {
  const std::optional<std::string> encoding = InUrl(options, "client_encoding");
  if (encoding && !absl::EqualsIgnoreCase(*encoding, "UTF8") &&
      !absl::EqualsIgnoreCase(*encoding, "UTF-8")) {
    return NotAsExpected("client_encoding", *encoding, "UTF8");
  }
  // "-c client_encoding=..." or "--client-encoding=...".
  const std::string settings = absl::AsciiStrToLower(ValueOf(options, "options"));
  if (!absl::StrContains(absl::StrReplaceAll(settings, {{"-", "_"}}), "client_encoding")) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "the database's options: found a client_encoding, expected none: it is UTF8");
}

bool StaysHere(const std::string& hosts) {
  for (const absl::string_view host : absl::StrSplit(hosts, ',')) {
    const bool socket = host.empty() || host.front() == '/' || host.front() == '@';
    const bool bracketless_ipv6 = host == "::1";
    if (!socket && !bracketless_ipv6 && !net::IsLoopback({host.data(), host.size()})) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckPostgresUrl(const std::string& url) {
  const bool is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
  char* why = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      is_url ? PQconninfoParse(url.c_str(), &why) : nullptr);
  PQfreemem(why);  // may hold what was found, a password for example
  if (options == nullptr) {
    return absl::InvalidArgumentError(
        "found no URL of a database, expected one like postgresql://user@127.0.0.1:5432/bangfu");
  }
  // A service file may name another machine, and counts more than the environment.
  if (!ValueOf(options.get(), "service").empty()) {
    return absl::InvalidArgumentError(
        "refuses a connection service (service=, PGSERVICE): say in the URL where the database is");
  }
  for (const auto check : {CheckPorts, CheckConnectTimeout, CheckSslMode, CheckEncoding}) {
    if (absl::Status good = check(options.get()); !good.ok()) return good;
  }
  if (ValueOf(options.get(), "sslmode") == "verify-full") return absl::OkStatus();
  if (StaysHere(ValueOf(options.get(), "host")) && StaysHere(ValueOf(options.get(), "hostaddr"))) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "refuses to talk in the clear to a database on another machine: use a Unix socket, a "
      "loopback address, or sslmode=verify-full");
}

}  // namespace bangfu::sql
