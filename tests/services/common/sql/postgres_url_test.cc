#include "services/common/sql/postgres_url.h"

#include <string>

#include "absl/strings/match.h"
#include <gtest/gtest.h>

#include "services/common/sql/postgres_connection.h"

namespace bangfu::sql {
namespace {

TEST(PostgresUrl, WhatStaysHereIsAllowed) {
  for (const char* url :
       {"postgresql://bangfu@127.0.0.1:5432/households", "postgres://localhost/households",
        "postgresql://[::1]/households", "postgresql:///households?host=/run/postgresql",
        "postgresql:///households", "postgresql://127.0.0.1,127.0.0.2:5433/households"}) {
    EXPECT_TRUE(CheckPostgresUrl(url).ok()) << url << ": " << CheckPostgresUrl(url);
  }
}

TEST(PostgresUrl, AnotherMachineIsTalkedToOnlyUnderItsVerifiedName) {
  for (const std::string host : {"db.example.org", "10.0.0.7", "127.0.0.1,db.example.org"}) {
    const std::string url = "postgresql://" + host + "/households";
    EXPECT_EQ(CheckPostgresUrl(url).code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_FALSE(CheckPostgresUrl(url + "?sslmode=require").ok()) << url;
    EXPECT_TRUE(CheckPostgresUrl(url + "?sslmode=verify-full").ok()) << url;
  }
  EXPECT_FALSE(CheckPostgresUrl("postgresql:///households?hostaddr=10.0.0.7").ok());
}

TEST(PostgresUrl, ConnectionServiceMayNameAnotherMachine) {
  EXPECT_EQ(CheckPostgresUrl("postgresql:///?service=prod").code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PostgresUrl, PortsAreNumbersAndOneOrOneForEachHost) {
  for (const char* host : {"127.0.0.1:1", "127.0.0.1:65535", "127.0.0.1:1,127.0.0.2:2",
                           "127.0.0.1,127.0.0.2:2", "127.0.0.1,127.0.0.2"}) {
    const std::string url = std::string("postgresql://") + host + "/x";
    EXPECT_TRUE(CheckPostgresUrl(url).ok()) << url << ": " << CheckPostgresUrl(url);
  }
  EXPECT_TRUE(CheckPostgresUrl("postgresql:///x?host=127.0.0.1,127.0.0.2&port=5433").ok());
  for (const char* url :
       {"postgresql://127.0.0.1:99999/x", "postgresql://127.0.0.1:0/x",
        "postgresql://127.0.0.1:-1/x", "postgresql://127.0.0.1:secret/",
        "postgresql://127.0.0.1:1,127.0.0.2:secret/x", "postgresql:///x?port=5432,5433",
        "postgresql:///x?host=127.0.0.1,127.0.0.2,127.0.0.3&port=1,2"}) {
    const absl::Status status = CheckPostgresUrl(url);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_TRUE(absl::StartsWith(status.message(), "the database's port: found ")) << status;
    EXPECT_EQ(status.ToString().find("secret"), std::string::npos) << status;
  }
}

TEST(PostgresUrl, WhatASessionIsReliedUponForCannotBeChanged) {
  const std::string url = "postgresql://127.0.0.1/x?";
  for (const char* good :
       {"client_encoding=UTF8", "client_encoding=utf-8", "connect_timeout=1", "connect_timeout=60",
        "sslmode=disable", "sslmode=verify-ca", "options=-csearch_path%3Dx"}) {
    EXPECT_TRUE(CheckPostgresUrl(url + good).ok()) << CheckPostgresUrl(url + good);
  }
  for (const char* bad :
       {"client_encoding=GBK", "client_encoding=auto", "client_encoding=", "connect_timeout=0",
        "connect_timeout=-1", "connect_timeout=5s",
        "connect_timeout=", "connect_timeout=2147483647", "sslmode=on",
        "options=-c%20client_encoding%3DGBK", "options=--Client-Encoding%3DGBK"}) {
    const absl::Status status = CheckPostgresUrl(url + bad);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_TRUE(absl::StrContains(status.message(), ": found ")) << status;
  }
  EXPECT_EQ(CheckPostgresUrl(url + "client_encoding=GBK").message(),
            "the database's client_encoding: found \"GBK\", expected UTF8");
}

// Nothing listens there. libpq says so in two lines, of which the second begins with a tab.
TEST(PostgresUrl, ServerThatIsNotThereIsToldInOneLine) {
  const absl::Status status =
      OpenPostgres("postgresql://127.0.0.1:1/x", Access::kReadWrite).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "Connection refused Is the server")) << status;
  EXPECT_EQ(status.message().find_first_of("\n\t"), absl::string_view::npos) << status;
}

TEST(PostgresUrl, WhatIsNoneIsRefusedAndNotRepeated) {
  for (const char* url :
       {"", "host=/tmp dbname=x password=secret", "mysql://secret@127.0.0.1/x",
        "postgresql://127.0.0.1]/secret", "postgresql://127.0.0.1/x?secret=secret"}) {
    const absl::Status status = CheckPostgresUrl(url);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_EQ(status.ToString().find("secret"), std::string::npos) << status;
  }
}

}  // namespace
}  // namespace bangfu::sql
