#include "tests/bench/bytes_caller.h"

#include <functional>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include <grpcpp/client_context.h>

#include "services/common/server/grpc_status.h"

namespace bangfu::bench {
namespace {

grpc::ByteBuffer BytesOf(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

bool IsSame(const grpc::ByteBuffer& answer, std::string_view expected) {
  grpc::Slice bytes;
  if (!answer.TrySingleSlice(&bytes).ok() && !answer.DumpToSingleSlice(&bytes).ok()) return false;
  return std::string_view(reinterpret_cast<const char*>(bytes.begin()), bytes.size()) == expected;
}

struct Call {
  Call() { context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30))); }

  grpc::ClientContext context;
  grpc::ByteBuffer answer;
};

}  // namespace

BytesCaller::BytesCaller(const std::shared_ptr<grpc::Channel>& channel, std::string method,
                         const google::protobuf::MessageLite& request,
                         const google::protobuf::MessageLite& answer)
    : stub_(channel),
      method_(std::move(method)),
      request_(BytesOf(request)),
      answer_(answer.SerializeAsString()) {}

AsyncCall BytesCaller::AsCall() {
  return [this](std::function<void(absl::Status)> done) {
    auto call = std::make_shared<Call>();
    stub_.UnaryCall(&call->context, method_, grpc::StubOptions(), &request_, &call->answer,
                    [this, call, done = std::move(done)](const grpc::Status& status) {
                      if (!status.ok()) return done(server::FromGrpcStatus(status));
                      done(IsSame(call->answer, answer_)
                               ? absl::OkStatus()
                               : absl::InternalError("not the answer that came before"));
                    });
  };
}

}  // namespace bangfu::bench
