// The stream of gRPC's reflection protocol: one answer for each request, in order.
#ifndef BANGFU_GATEWAY_REFLECTION_CALL_H_
#define BANGFU_GATEWAY_REFLECTION_CALL_H_

#include <grpcpp/generic/async_generic_service.h>

#include "gateway/open_streams.h"
#include "gateway/reflection_answers.h"

namespace bangfu::gateway {

// What is given must outlive the call. Like health, it needs no deadline (common tools set none),
// and so a drain ends it.
grpc::ServerGenericBidiReactor* StartReflectionCall(const ReflectionAnswers& answers,
                                                    OpenStreams& open_streams);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_REFLECTION_CALL_H_
