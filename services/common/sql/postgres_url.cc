#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_split.h"
#include <libpq-fe.h>

#include "services/common/server/loopback.h"
#include "services/common/sql/postgres_connection.h"

namespace bangfu::sql {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// What libpq would take for the option: the URL's value, else the environment's.
std::string ValueOf(const PQconninfoOption* options, std::string_view keyword) {
  for (; options->keyword != nullptr; ++options) {
    if (options->keyword != keyword) continue;
    if (options->val != nullptr) return options->val;
    const char* of_environment = options->envvar ? std::getenv(options->envvar) : nullptr;
    return of_environment ? of_environment : "";
  }
  return "";
}

bool StaysHere(const std::string& hosts) {
  for (const absl::string_view host : absl::StrSplit(hosts, ',')) {
    const bool socket = host.empty() || host.front() == '/' || host.front() == '@';
    const bool bracketless_ipv6 = host == "::1";
    if (!socket && !bracketless_ipv6 && !server::IsLoopback({host.data(), host.size()}))
      return false;
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
  if (ValueOf(options.get(), "sslmode") == "verify-full") return absl::OkStatus();
  if (StaysHere(ValueOf(options.get(), "host")) && StaysHere(ValueOf(options.get(), "hostaddr"))) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "refuses to talk in the clear to a database on another machine: use a Unix socket, a "
      "loopback address, or sslmode=verify-full");
}

}  // namespace bangfu::sql
