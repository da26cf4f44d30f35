#include "services/common/server/client_channel.h"

#include <string_view>
#include <vector>

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "services/common/net/loopback.h"

namespace bangfu::server {
namespace {

constexpr int kBackoffMinMs = 100;
constexpr int kBackoffMaxMs = 1000;
// What one attempt to connect may take, on a busy machine too: gRPC calls it the least back-off,
// but waits no longer between two attempts for it.
constexpr int kConnectTimeoutMs = 5000;
// A peer that vanished is noticed within their sum, also on a stream that is silent for hours.
constexpr int kKeepaliveMs = 30'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

// gRPC 1.51 ends the threads that run callbacks together with the last channel that used them. When
// that channel goes within a callback (each ClientContext holds on to its own), the thread joins
// itself, runs on over freed memory, and aborts the process. So one channel that has used them
// stays for ever: one without credentials, whose calls fail before they touch the network.
struct CallbackThreadsKeeper {
  CallbackThreadsKeeper() {
    stub.UnaryCall(&context, "/bangfu/None", grpc::StubOptions(), &request, &response,
                   [](const grpc::Status&) {});
  }
  grpc::GenericStub stub{grpc::CreateChannel("none", nullptr)};
  grpc::ClientContext context;
  const grpc::ByteBuffer request{nullptr, 0};
  grpc::ByteBuffer response;
};

void KeepCallbackThreads() {
  // Never deleted; `used`, or the pointer is optimised away and the keeper looks like a leak.
  [[gnu::used]] static const auto* const keeper = new CallbackThreadsKeeper;
  static_cast<void>(keeper);
}

// What gRPC is told where there are several copies. Deadlines are set in code: the one of this
// configuration does not work in gRPC 1.51.
constexpr const char* kCopiesConfig = R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": ""},
  "methodConfig": [{
    "name": [{}],
    "retryPolicy": {
      "maxAttempts": 5, "initialBackoff": "0.05s", "maxBackoff": "1s", "backoffMultiplier": 3,
      "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
    }
  }]
})";

// gRPC takes numbers only in a list.
std::string Numeric(const std::string& address) {
  constexpr std::string_view kName = "localhost:";
  return address.starts_with(kName) ? "127.0.0.1:" + address.substr(kName.size()) : address;
}

std::string TargetOf(const std::vector<std::string>& copies) {
  std::string target = copies.front().front() == '[' ? "ipv6:" : "ipv4:";
  for (size_t i = 0; i < copies.size(); ++i) target += (i == 0 ? "" : ",") + Numeric(copies[i]);
  return target;
}

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& addresses) {
  KeepCallbackThreads();
  const std::vector<std::string> copies = net::SplitCopies(addresses);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetMaxSendMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kBackoffMinMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kBackoffMaxMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // no limit
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // http_proxy is not for calls between services
  if (copies.size() == 1) {
    return grpc::CreateCustomChannel(copies.front(), grpc::InsecureChannelCredentials(), arguments);
  }
  arguments.SetServiceConfigJSON(kCopiesConfig);
  return grpc::CreateCustomChannel(TargetOf(copies), grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace bangfu::server
