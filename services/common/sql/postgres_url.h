// Which URLs of a PostgreSQL database are taken.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_URL_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_URL_H_

#include <string>

#include "absl/status/status.h"

namespace bangfu::sql {

// Whether it is a URL as libpq takes it ("postgresql://user@host:5432/name?host=/socket/dir"), to a
// server that may be talked to: by a Unix socket, on loopback, or elsewhere with
// sslmode=verify-full. Its ports and modes must be such, and it must not change what a session is
// relied upon for: UTF8, and a bound on connecting. INVALID_ARGUMENT in one line, which does not
// repeat the URL: it may hold a password.
absl::Status CheckPostgresUrl(const std::string& url);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_URL_H_
