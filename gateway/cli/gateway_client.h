// The connection to the gateway: one channel, and contexts that carry the deadline that every call
// has. Not the calls themselves.
#ifndef BANGFU_GATEWAY_CLI_GATEWAY_CLIENT_H_
#define BANGFU_GATEWAY_CLI_GATEWAY_CLIENT_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

namespace bangfu::cli {

class GatewayClient {
 public:
  // `address` is of this machine: nothing encrypts what goes there (net::CheckLoopback).
  GatewayClient(const std::string& address, absl::Duration timeout);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  absl::Duration timeout() const { return timeout_; }

  // For one call, which is to end within the timeout. `journal` ("households" or "projects") says
  // whose journal a call of JournalService means; empty for all other calls.
  std::unique_ptr<grpc::ClientContext> NewContext(std::string_view journal = {}) const;

  // For a stream that goes on for as long as answers come, which the caller watches.
  std::unique_ptr<grpc::ClientContext> NewStreamContext(std::string_view journal = {}) const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  absl::Duration timeout_;
};

// What a call came to. The message names the gateway's answer, with the fields that it complains
// of, if any.
absl::Status ToStatus(const grpc::Status& status);

// Cancels a call when an answer that is waited for does not come in time.
class Watchdog {
 public:
  Watchdog(grpc::ClientContext& context, absl::Duration timeout);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // One more answer is waited for.
  void Expect();
  // An answer came.
  void Answered();
  // Whether it cancelled the call.
  bool fired() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_GATEWAY_CLIENT_H_
