// What the reflection of the whole suite answers: a client that has none of our files lists the
// services and gets their descriptors through the gateway. Not here: the stream
// (reflection_call.h).
#ifndef BANGFU_GATEWAY_REFLECTION_ANSWERS_H_
#define BANGFU_GATEWAY_REFLECTION_ANSWERS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

namespace bangfu::gateway {

// The one method of the protocol (grpc.reflection.v1alpha), as it is called.
inline constexpr std::string_view kReflectionMethod =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// The services that callers meet here, by name: the gateway's, those it forwards to, gRPC's health,
// and reflection.
std::vector<std::string> SuiteServices();

// The messages of the protocol are in gRPC's own reflection library, which our services use and
// which registers them with protobuf; its header is in no package. A copy of the .proto would
// register the same names a second time and end the process, so they are found by name and read and
// written by protobuf's reflection.
class ReflectionAnswers {
 public:
  explicit ReflectionAnswers(std::vector<std::string> services);

  std::unique_ptr<google::protobuf::Message> NewRequest() const;
  // A ServerReflectionResponse: what was asked, or why there is none. `request` is a NewRequest().
  std::unique_ptr<google::protobuf::Message> Answer(const google::protobuf::Message& request) const;

 private:
  const std::vector<std::string> services_;
  const google::protobuf::Message* const request_;  // prototypes
  const google::protobuf::Message* const response_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_REFLECTION_ANSWERS_H_
