// A real server on a free port of 127.0.0.1 whose handlers are the test's: the journal's
// ListTreeHeads stands for unary calls, its StreamEntries for a stream that stays open, the
// register's ImportRecords for streamed batches.
#ifndef BANGFU_TESTS_SERVICES_COMMON_SERVER_STAND_IN_H_
#define BANGFU_TESTS_SERVICES_COMMON_SERVER_STAND_IN_H_

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include <gtest/gtest.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/server/batch_stream.h"
#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "tests/services/common/eventually.h"

namespace bangfu::server {

using households::v1::HouseholdsService;
using households::v1::ImportRecordsRequest;
using households::v1::ImportRecordsResponse;
using journal::v1::JournalService;
using journal::v1::ListTreeHeadsRequest;
using journal::v1::ListTreeHeadsResponse;

using UnaryHandler = std::function<grpc::ServerUnaryReactor*(
    grpc::CallbackServerContext*, const ListTreeHeadsRequest*, ListTreeHeadsResponse*)>;
using ImportHandler = BatchHandler<ImportRecordsRequest, ImportRecordsResponse>;
using ImportCall = std::shared_ptr<BatchCall<ImportRecordsRequest, ImportRecordsResponse>>;

// What a test hands to its server.
struct Handlers {
  CallLimits limits;
  UnaryHandler unary;
  ImportHandler import;
  std::function<void(bool able)> report;  // the server's
  std::function<void()> begin_drain = [] {};
  std::function<void()> stop = [] {};
  bool reflection = true;
};

class StandIn final : public ServiceSet {
 public:
  StandIn(Handlers& handlers, Admission& admission)
      : handlers_(handlers), journal_(handlers), households_(handlers, admission) {}

  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&journal_);
    builder.RegisterService(&households_);
  }
  void ReportTo(std::function<void(bool able)> report) override {
    handlers_.report = std::move(report);
  }
  void BeginDrain() override { handlers_.begin_drain(); }
  void Stop() override { handlers_.stop(); }
  bool WantsReflection() const override { return handlers_.reflection; }

 private:
  class Journal final : public JournalService::CallbackService {
   public:
    explicit Journal(Handlers& handlers) : handlers_(handlers) {}
    grpc::ServerUnaryReactor* ListTreeHeads(grpc::CallbackServerContext* context,
                                            const ListTreeHeadsRequest* request,
                                            ListTreeHeadsResponse* response) override {
      return handlers_.unary(context, request, response);
    }

   private:
    Handlers& handlers_;
  };

  class Households final : public HouseholdsService::CallbackService {
   public:
    Households(Handlers& handlers, Admission& admission)
        : handlers_(handlers), admission_(admission) {}
    grpc::ServerBidiReactor<ImportRecordsRequest, ImportRecordsResponse>* ImportRecords(
        grpc::CallbackServerContext* context) override {
      return StartBatchStream(admission_, context, handlers_.import);
    }

   private:
    Handlers& handlers_;
    Admission& admission_;
  };

  Handlers& handlers_;
  Journal journal_;
  Households households_;
};

// A fixture with the server and its client. Set `handlers`, then Serve().
class ServerTest : public ::testing::Test {
 protected:
  void Serve(const std::string& address = "127.0.0.1:0") {
    admission_ = std::make_unique<Admission>(handlers_.limits);
    ProcessOptions options;
    options.address = address;
    options.drain_timeout = absl::FromChrono(kPatience);
    auto started = RunningServer::Start(options, std::make_unique<StandIn>(handlers_, *admission_));
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    channel_ = MakeChannel(server_->address());
    journal_ = JournalService::NewStub(channel_);
    households_ = HouseholdsService::NewStub(channel_);
  }

  static void SetPatience(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
  }

  // A unary call that is waited for.
  absl::Status Call(grpc::ClientContext& context) {
    return FromGrpcStatus(journal_->ListTreeHeads(&context, {}, &response_));
  }
  absl::Status Call() {
    grpc::ClientContext context;
    SetPatience(context);
    return Call(context);
  }

  bool NoCallIsLeft() {
    return Eventually([this] { return admission_->calls_in_flight() == 0; });
  }

  Handlers handlers_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<RunningServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<JournalService::Stub> journal_;
  std::unique_ptr<HouseholdsService::Stub> households_;
  ListTreeHeadsResponse response_;
};

// A unary call on its way, on a thread of gRPC. Must outlive the call: Wait() in time.
class PendingCall {
 public:
  explicit PendingCall(JournalService::Stub& stub, std::chrono::milliseconds timeout = kPatience) {
    context_.set_deadline(std::chrono::system_clock::now() + timeout);
    stub.async()->ListTreeHeads(&context_, &request_, &response_, [this](grpc::Status status) {
      status_.set_value(FromGrpcStatus(status));
    });
  }
  void Cancel() { context_.TryCancel(); }
  absl::Status Wait() { return ended_.get(); }

 private:
  grpc::ClientContext context_;
  ListTreeHeadsRequest request_;
  ListTreeHeadsResponse response_;
  std::promise<absl::Status> status_;
  std::future<absl::Status> ended_ = status_.get_future();
};

}  // namespace bangfu::server

#endif  // BANGFU_TESTS_SERVICES_COMMON_SERVER_STAND_IN_H_
