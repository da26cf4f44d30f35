#include <string>

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
