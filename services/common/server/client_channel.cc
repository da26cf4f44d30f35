#include "services/common/server/client_channel.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

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

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  KeepCallbackThreads();
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
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace bangfu::server
