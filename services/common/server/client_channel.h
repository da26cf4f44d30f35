// Channels from one service to another.
#ifndef BANGFU_SERVICES_COMMON_SERVER_CLIENT_CHANNEL_H_
#define BANGFU_SERVICES_COMMON_SERVER_CLIENT_CHANNEL_H_

#include <memory>
#include <string>

#include <grpcpp/channel.h>

namespace bangfu::server {

// Messages are at most this big, in either direction.
inline constexpr int kMessageBytesMax = 4 * 1024 * 1024;

// A channel to host:port, in the clear: check the address with CheckLoopback (loopback.h). Returns
// at once and connects by itself; after a failure again within 100 ms to 1 s, for ever. Calls fail
// with UNAVAILABLE while there is no connection. It has no deadline of its own: set one per call.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address);

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_CLIENT_CHANNEL_H_
