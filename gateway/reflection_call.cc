#include "gateway/reflection_call.h"

#include <memory>
#include <mutex>
#include <utility>

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include "gateway/forwarded_call.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"

namespace bangfu::gateway {
namespace {

using google::protobuf::Message;
using Serialization = grpc::SerializationTraits<Message>;

// Reads, answers, reads. A drain may come at any time, hence the mutex: nothing may be started
// after Finish.
class ReflectionCall final : public grpc::ServerGenericBidiReactor,
                             public OpenStreams::Stream,
                             public std::enable_shared_from_this<ReflectionCall> {
 public:
  ReflectionCall(const ReflectionAnswers& answers, OpenStreams& open_streams)
      : answers_(answers), open_streams_(open_streams) {}

  void Begin() {
    self_ = shared_from_this();
    if (!open_streams_.Add(self_)) return End(ShuttingDown());
    const std::lock_guard lock(mutex_);
    if (!finished_) StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return End(absl::OkStatus());
    if (!MakeAnswer()) return End(absl::InvalidArgumentError("not a reflection request"));
    const std::lock_guard lock(mutex_);
    if (!finished_) StartWrite(&answer_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError("the caller is gone"));
    const std::lock_guard lock(mutex_);
    if (!finished_) StartRead(&request_);
  }

  void OnCancel() override { End(absl::CancelledError("the call was cancelled")); }
  void EndForDrain() override { End(ShuttingDown()); }

  void OnDone() override {
    open_streams_.Remove(this);
    std::shared_ptr<ReflectionCall> self;  // may delete this, after the lock is let go
    const std::lock_guard lock(mutex_);
    self = std::move(self_);
  }

 private:
  bool MakeAnswer() {
    const std::unique_ptr<Message> request = answers_.NewRequest();
    if (!Serialization::Deserialize(&request_, request.get()).ok()) return false;
    answer_.Clear();
    bool own = false;
    return Serialization::Serialize(*answers_.Answer(*request), &answer_, &own).ok();
  }

  void End(const absl::Status& status) {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(finished_, true)) Finish(server::ToGrpcStatus(status));
  }

  const ReflectionAnswers& answers_;
  OpenStreams& open_streams_;
  std::shared_ptr<ReflectionCall> self_;  // until OnDone
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;

  std::mutex mutex_;
  bool finished_ = false;  // guarded by it
};

}  // namespace

grpc::ServerGenericBidiReactor* StartReflectionCall(const ReflectionAnswers& answers,
                                                    OpenStreams& open_streams) {
  const auto call = std::make_shared<ReflectionCall>(answers, open_streams);
  call->Begin();
  return call.get();
}

}  // namespace bangfu::gateway
