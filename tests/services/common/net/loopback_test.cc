#include "services/common/net/loopback.h"

#include <gtest/gtest.h>

namespace bangfu::net {
namespace {

TEST(Loopback, AddressesOfThisMachineAloneAreAllowed) {
  for (const char* address :
       {"127.0.0.1:0", "127.0.0.1:50051", "127.8.9.10:1", "localhost:65535", "[::1]:5001"}) {
    EXPECT_TRUE(CheckLoopback(address, "listen on").ok()) << address;
  }
}

TEST(Loopback, OtherAddressesAreRefusedWithTheReason) {
  for (const char* address :
       {"0.0.0.0:50051", "[::]:1", "192.168.1.5:1", "128.0.0.1:1", "127.0.0.1.example.org:1",
        "127.1:1", "localhost.example.org:1", "[::ffff:10.0.0.1]:1", "*:1", "unix:1"}) {
    const absl::Status status = CheckLoopback(address, "listen on");
    EXPECT_EQ(status.message(), "refuses to listen on " + std::string(address) +
                                    ": only loopback until TLS and tokens exist");
    EXPECT_TRUE(absl::IsInvalidArgument(status));
  }
}

TEST(Loopback, MalformedAddressesAreRefused) {
  for (const char* address :
       {"", ":", ":5001", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1",
        "127.0.0.1:65536", "127.0.0.1:99999999999", "::1:5001", "127.0.0.1: 5001"}) {
    const absl::Status status = CheckLoopback(address, "listen on");
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << address;
    EXPECT_NE(std::string(status.message()).find("expected host:port"), std::string::npos)
        << address;
  }
}

TEST(Loopback, CopiesAreCheckedEachAndAreOfOneFamily) {
  EXPECT_TRUE(CheckCopies("127.0.0.1:1").ok());
  EXPECT_TRUE(CheckCopies("127.0.0.1:1,localhost:2").ok());
  EXPECT_TRUE(CheckCopies("[::1]:1,[::1]:2").ok());
  for (const char* addresses : {"127.0.0.1:1,[::1]:2", "127.0.0.1:1,", ",127.0.0.1:1",
                                "127.0.0.1:1,10.0.0.1:2", "127.0.0.1:1;127.0.0.1:2"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(CheckCopies(addresses))) << addresses;
  }
}

TEST(Loopback, BlanksAroundTheCommasOfCopiesAreNoneOfTheirAddresses) {
  EXPECT_EQ(SplitCopies(" 127.0.0.1:1 ,\t127.0.0.1:2"),
            (std::vector<std::string>{"127.0.0.1:1", "127.0.0.1:2"}));
  EXPECT_TRUE(CheckCopies("127.0.0.1:1, 127.0.0.1:2").ok());
  EXPECT_FALSE(CheckCopies("127.0.0.1:1, ").ok());
}

TEST(Loopback, HostAndPortAreToldApart) {
  const absl::StatusOr<HostPort> parsed = ParseHostPort("[::1]:5001");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->host, "[::1]");
  EXPECT_EQ(parsed->port, 5001);
}

}  // namespace
}  // namespace bangfu::net
