// What the gateway does with a call of a method that it does not serve itself: admit it, find its
// owner and hand it on, or answer reflection.
#ifndef BANGFU_GATEWAY_FORWARDING_SERVICE_H_
#define BANGFU_GATEWAY_FORWARDING_SERVICE_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include <grpcpp/generic/async_generic_service.h>

#include "gateway/backends.h"
#include "gateway/open_streams.h"
#include "gateway/reflection_answers.h"
#include "gateway/route.h"
#include "services/common/server/admission.h"

namespace bangfu::gateway {

// Streams of entries at once, of all callers: one gateway's cannot take all that a service has for
// what gateways forward (server::kForwardedStreamsMax).
inline constexpr int kGatewayStreamsMax = 64;

class ForwardingService final : public grpc::CallbackGenericService {
 public:
  // What is given must outlive every call.
  ForwardingService(server::Admission& admission, Backends& backends);

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  // Ends the streams that would stay open for ever.
  void BeginDrain() { open_streams_.BeginDrain(); }

 private:
  Backend& BackendOf(Owner owner);

  server::Admission& admission_;
  Backends& backends_;
  const absl::flat_hash_set<std::string> stream_methods_;
  const ReflectionAnswers reflection_;
  OpenStreams open_streams_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_FORWARDING_SERVICE_H_
