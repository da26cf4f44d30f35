#include "gateway/forwarded_call.h"

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"

namespace bangfu::gateway {
namespace {

// Carried over in either direction, never anything else.
constexpr std::string_view kCarriedMetadata[] = {"bangfu-service", "traceparent", "tracestate"};

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// Calls add(key, value) for what is carried.
template <typename Add>
void Carry(const Metadata& metadata, Add add) {
  for (std::string_view key : kCarriedMetadata) {
    const auto [first, last] = metadata.equal_range(grpc::string_ref(key.data(), key.size()));
    for (auto entry = first; entry != last; ++entry) {
      add(std::string(key), std::string(entry->second.data(), entry->second.size()));
    }
  }
}

// Two reactors, one towards the caller (this) and one towards the owner, and two directions, each
// with one message under way: it is read on one side, written on the other, and only then is the
// next one read.
//
// gRPC ends the owner's reactor when its status is there and no operation is under way. So there is
// a hold on it for each direction, let go when that direction has ended: without, a status that
// came while an answer was still being written to the caller would end the reactor, and the next
// read from it would be a read from nothing. Requests end when the caller has sent all, or the
// owner takes no more, or answers have ended (for then the status is there, and must not wait for
// a caller who waits for it). Answers end when there are no more, or the caller takes no more.
//
// The caller's side is finished in one place, when the owner's has ended; to end early is to cancel
// the owner's. All operations are started under the mutex, except cancelling; gRPC never reacts
// from within the operation that it reacts to.
class ForwardedCall final : public grpc::ServerGenericBidiReactor,
                            public OpenStreams::Stream,
                            public std::enable_shared_from_this<ForwardedCall> {
 public:
  ForwardedCall(std::unique_ptr<server::Admission::Ticket> ticket,
                grpc::GenericCallbackServerContext& context, const Backend& owner,
                OpenStreams* open_streams)
      : ticket_(std::move(ticket)),
        context_(context),
        owner_name_(owner.name),
        open_streams_(open_streams),
        owner_(*this) {}

  void Begin(Backend& owner) {
    self_ = shared_from_this();
    if (open_streams_ != nullptr && !open_streams_->Add(self_)) {
      return Finish(server::ToGrpcStatus(ShuttingDown()));
    }
    owner_context_.set_deadline(context_.deadline());
    Carry(context_.client_metadata(), [this](const std::string& key, const std::string& value) {
      owner_context_.AddMetadata(key, value);
    });
    owner_context_.AddMetadata(server::kForwardedMetadata, "1");
    const std::lock_guard lock(mutex_);
    owner.generic.PrepareBidiStreamingCall(&owner_context_, context_.method(), grpc::StubOptions(),
                                           &owner_);
    owner_.AddMultipleHolds(2);
    owner_.StartRead(&answer_);
    owner_.StartCall();
    StartRead(&request_);
  }

  // Towards the caller.

  void OnReadDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    if (!requests_open_) return;
    if (ok) return owner_.StartWrite(&request_);
    owner_.StartWritesDone();
    EndRequests();
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    if (ok) return owner_.StartRead(&answer_);
    owner_context_.TryCancel();  // the caller is gone
    EndAnswers();
  }

  void OnCancel() override { owner_context_.TryCancel(); }

  void OnDone() override {
    if (open_streams_ != nullptr) open_streams_->Remove(this);
    std::shared_ptr<ForwardedCall> self;  // may delete this, after the lock is let go
    const std::lock_guard lock(mutex_);
    ticket_.reset();  // whom it counts for may be gone when this is
    self = std::move(self_);
  }

  void EndForDrain() override {
    {
      const std::lock_guard lock(mutex_);
      draining_ = true;
    }
    owner_context_.TryCancel();
  }

 private:
  class OwnerSide final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
   public:
    explicit OwnerSide(ForwardedCall& call) : call_(call) {}
    void OnReadInitialMetadataDone(bool ok) override { call_.OnOwnerMetadata(ok); }
    void OnReadDone(bool ok) override { call_.OnAnswer(ok); }
    void OnWriteDone(bool ok) override { call_.OnRequestTaken(ok); }
    void OnDone(const grpc::Status& status) override { call_.OnOwnerDone(status); }

   private:
    ForwardedCall& call_;
  };

  void OnOwnerMetadata(bool ok) {
    const std::lock_guard lock(mutex_);
    metadata_came_ = true;
    if (ok) {  // else it comes with the status, or not at all
      Carry(owner_context_.GetServerInitialMetadata(),
            [this](const std::string& key, const std::string& value) {
              context_.AddInitialMetadata(key, value);
            });
      StartSendInitialMetadata();
    }
    if (answer_waits_) StartWrite(&answer_);
  }

  // An answer may overtake the metadata: threads, not the wire, decide which is told first.
  void OnAnswer(bool ok) {
    const std::lock_guard lock(mutex_);
    if (!ok) return EndAnswers();
    if (metadata_came_) return StartWrite(&answer_);
    answer_waits_ = true;
  }

  void OnRequestTaken(bool ok) {
    const std::lock_guard lock(mutex_);
    if (!requests_open_) return;
    if (!ok) return EndRequests();
    StartRead(&request_);
  }

  void OnOwnerDone(const grpc::Status& status) {
    const std::shared_ptr<ForwardedCall> self = shared_from_this();  // beyond OnDone
    const std::lock_guard lock(mutex_);
    Carry(owner_context_.GetServerTrailingMetadata(),
          [this](const std::string& key, const std::string& value) {
            context_.AddTrailingMetadata(key, value);
          });
    Finish(draining_ ? server::ToGrpcStatus(ShuttingDown()) : ForCaller(status));
  }

  void EndRequests() {
    if (std::exchange(requests_open_, false)) owner_.RemoveHold();
  }

  void EndAnswers() {
    EndRequests();
    owner_.RemoveHold();
  }

  // Our services give details with every error; UNAVAILABLE without any is the transport's, and its
  // words name addresses.
  grpc::Status ForCaller(const grpc::Status& status) const {
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE) return status;
    if (!status.error_details().empty()) return status;
    return server::ToGrpcStatus(Error(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE",
                                      std::string(owner_name_) + " cannot be reached",
                                      {{"service", owner_name_}}));
  }

  std::unique_ptr<server::Admission::Ticket> ticket_;
  grpc::GenericCallbackServerContext& context_;
  const std::string_view owner_name_;
  OpenStreams* const open_streams_;
  grpc::ClientContext owner_context_;
  OwnerSide owner_;
  std::shared_ptr<ForwardedCall> self_;  // until OnDone

  std::mutex mutex_;
  // Guarded by it:
  bool requests_open_ = true;
  bool draining_ = false;
  bool metadata_came_ = false;
  bool answer_waits_ = false;  // the first one, for the metadata
  // Each belongs to gRPC from its reading until it is written:
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
};

class RefusedCall final : public grpc::ServerGenericBidiReactor {
 public:
  explicit RefusedCall(const absl::Status& status) { Finish(server::ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerGenericBidiReactor* StartForwardedCall(
    std::unique_ptr<server::Admission::Ticket> ticket, grpc::GenericCallbackServerContext* context,
    Backend& owner, OpenStreams* open_streams) {
  const auto call =
      std::make_shared<ForwardedCall>(std::move(ticket), *context, owner, open_streams);
  call->Begin(owner);
  return call.get();
}

grpc::ServerGenericBidiReactor* StartRefusedCall(const absl::Status& status) {
  return new RefusedCall(status);
}

}  // namespace bangfu::gateway
