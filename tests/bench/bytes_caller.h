// Makes one unary call over and over, and compares the answer's bytes without reading them: what is
// measured is the server and the way, not how fast a client parses.
#ifndef BANGFU_TESTS_BENCH_BYTES_CALLER_H_
#define BANGFU_TESTS_BENCH_BYTES_CALLER_H_

#include <memory>
#include <string>

#include <google/protobuf/message_lite.h>
#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include "tests/bench/load.h"

namespace bangfu::bench {

class BytesCaller {
 public:
  // `method` is "/package.Service/Method".
  BytesCaller(const std::shared_ptr<grpc::Channel>& channel, std::string method,
              const google::protobuf::MessageLite& request,
              const google::protobuf::MessageLite& answer);

  // INTERNAL for any other answer. This outlives the calls.
  AsyncCall AsCall();

 private:
  grpc::GenericStub stub_;
  const std::string method_;
  grpc::ByteBuffer request_;
  const std::string answer_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_BYTES_CALLER_H_
