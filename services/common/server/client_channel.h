// Channels from one service to another.
#ifndef BANGFU_SERVICES_COMMON_SERVER_CLIENT_CHANNEL_H_
#define BANGFU_SERVICES_COMMON_SERVER_CLIENT_CHANNEL_H_

#include <memory>
#include <string>

#include <grpcpp/channel.h>

namespace bangfu::server {

// Messages are at most this big, in either direction.
inline constexpr int kMessageBytesMax = 4 * 1024 * 1024;

// A channel to host:port, in the clear: check the address with CheckCopies (loopback.h). Returns at
// once and connects by itself; after a failure again within 100 ms to 1 s, for ever. Calls fail
// with UNAVAILABLE while there is no connection. It has no deadline of its own: set one per call.
//
// Of several copies of a service, "127.0.0.1:5001,127.0.0.1:5002", each call goes to the next one
// that says it serves (gRPC's health protocol). Then a call that ended with UNAVAILABLE before it
// had any answer, or with CANCELLED, which is what a copy that ends makes of calls that it has not
// begun, goes to another copy, four times at most within about 2 s: whatever a call does, it does
// once, since writes carry a request_id. Of one copy nothing is tried again.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& addresses);

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_CLIENT_CHANNEL_H_
