// Forwarding of calls that go well, and of what is carried along with them.
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "tests/gateway/forwarding_world.h"

namespace bangfu::gateway {
namespace {

using ForwardingTest = ForwardingWorld;

TEST_F(ForwardingTest, UnaryCallReachesItsOwnerAndTheAnswerComesBack) {
  ServeAll();
  EXPECT_TRUE(GetCounty().ok());
  EXPECT_EQ(county_.name(), "counties/510524");
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(ForwardingTest, EmptyAndBigMessagesPass) {
  ServeAll();
  for (const size_t bytes : {size_t{0}, size_t{1}, size_t{3'000'000}}) {
    grpc::ClientContext context;
    SetPatience(context);
    const absl::Status status = GetCounty(context, std::string(bytes, 'x'));
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(county_.name().size(), bytes);
  }
}

TEST_F(ForwardingTest, ErrorOfTheOwnerComesBackWithItsDetails) {
  const absl::Status sent = InvalidFields({{"name", "found x, expected y"}});
  households_.get_county = [&sent](auto*, auto*, auto*) { return server::ToGrpcStatus(sent); };
  ServeAll();
  EXPECT_EQ(GetCounty(), sent);
}

TEST_F(ForwardingTest, BidirectionalStreamAnswersEachMessageInOrder) {
  ServeAll();
  grpc::ClientContext context;
  SetPatience(context);
  const auto stream = households_stub_->ImportRecords(&context);
  ImportRecordsResponse response;
  for (int i = 0; i < 100; ++i) {
    ImportRecordsRequest request;
    request.set_request_id(std::to_string(i));
    ASSERT_TRUE(stream->Write(request));
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.result().request_id(), request.request_id());
  }
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ForwardingTest, ServerStreamEndsWithItsMessagesAndStatus) {
  households_journal_.stream_entries = [](auto*, auto*, auto* writer) {
    for (int seq = 0; seq < 50; ++seq) {
      StreamEntriesResponse response;
      response.set_first_seq(seq);
      writer->Write(response);
    }
    return grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "no more", "details");
  };
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  StreamEntriesResponse response;
  for (int seq = 0; seq < 50; ++seq) {
    ASSERT_TRUE(reader->Read(&response));
    EXPECT_EQ(response.first_seq(), seq);
  }
  EXPECT_FALSE(reader->Read(&response));
  const grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(status.error_message(), "no more");
  EXPECT_EQ(status.error_details(), "details");
}

TEST_F(ForwardingTest, InitialMetadataComeBeforeTheFirstMessage) {
  households_journal_.stream_entries = [](grpc::ServerContext* context, auto*, auto* writer) {
    context->AddInitialMetadata("traceparent", "00-1-2-01");
    writer->SendInitialMetadata();
    return StayOpen(context);
  };
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  reader->WaitForInitialMetadata();
  EXPECT_EQ(context.GetServerInitialMetadata().count("traceparent"), 1u);
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ForwardingTest, MetadataOnTheListAreCarriedAndNoOthers) {
  std::promise<std::vector<size_t>> seen;
  households_.get_county = [&seen](grpc::ServerContext* context, auto*, auto*) {
    const auto& metadata = context->client_metadata();
    seen.set_value({metadata.count("traceparent"), metadata.count("tracestate"),
                    metadata.count("bangfu-service"), metadata.count("authorization"),
                    metadata.count(server::kForwardedMetadata)});
    context->AddInitialMetadata("tracestate", "begin");
    context->AddInitialMetadata("x-internal", "secret");
    context->AddTrailingMetadata("traceparent", "end");
    context->AddTrailingMetadata("x-internal", "secret");
    return grpc::Status::OK;
  };
  ServeAll();
  grpc::ClientContext context;
  SetPatience(context);
  context.AddMetadata("traceparent", "00-1-2-01");
  context.AddMetadata("tracestate", "a=1");
  context.AddMetadata("tracestate", "b=2");
  context.AddMetadata("bangfu-service", "projects");
  context.AddMetadata("authorization", "Bearer x");
  ASSERT_TRUE(GetCounty(context).ok());
  EXPECT_EQ(seen.get_future().get(), (std::vector<size_t>{1, 2, 1, 0, 1}));
  EXPECT_EQ(context.GetServerInitialMetadata().count("tracestate"), 1u);
  EXPECT_EQ(context.GetServerInitialMetadata().count("x-internal"), 0u);
  EXPECT_EQ(context.GetServerTrailingMetadata().count("traceparent"), 1u);
  EXPECT_EQ(context.GetServerTrailingMetadata().count("x-internal"), 0u);
}

TEST_F(ForwardingTest, DeadlineReachesTheOwner) {
  std::promise<std::chrono::system_clock::time_point> reached;
  households_.get_county = [&reached](grpc::ServerContext* context, auto*, auto*) {
    reached.set_value(context->deadline());
    return grpc::Status::OK;
  };
  ServeAll();
  grpc::ClientContext context;
  const auto deadline = std::chrono::system_clock::now() + std::chrono::minutes(7);
  context.set_deadline(deadline);
  ASSERT_TRUE(GetCounty(context).ok());
  const auto difference = reached.get_future().get() - deadline;
  // It travels as a duration, so it moves by as long as the call is under way.
  EXPECT_LT(std::chrono::abs(difference), kPatience);
}

TEST_F(ForwardingTest, JournalIsRoutedByMetadata) {
  households_journal_.list_tree_heads = [](auto*, auto*, auto* response) {
    response->set_server_version("of households");
    return grpc::Status::OK;
  };
  projects_journal_.list_tree_heads = [](auto*, auto*, auto* response) {
    response->set_server_version("of projects");
    return grpc::Status::OK;
  };
  ServeAll();
  for (const std::string service : {"households", "projects"}) {
    grpc::ClientContext context;
    SetPatience(context);
    context.AddMetadata("bangfu-service", service);
    journal::v1::ListTreeHeadsResponse response;
    ASSERT_TRUE(journal_stub_->ListTreeHeads(&context, {}, &response).ok());
    EXPECT_EQ(response.server_version(), "of " + service);
  }
  grpc::ClientContext context;
  SetPatience(context);
  journal::v1::ListTreeHeadsResponse response;
  const absl::Status status =
      server::FromGrpcStatus(journal_stub_->ListTreeHeads(&context, {}, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "ROUTE_REQUIRED");
}

TEST_F(ForwardingTest, UnknownMethodIsUnimplemented) {
  ServeAll();
  grpc::GenericStub stub(channel_);
  for (const char* method :
       {"/bangfu.nobody.v1.Service/Method", "/bangfu.households.v1.HouseholdsService/NotOne"}) {
    grpc::ClientContext context;
    SetPatience(context);
    const grpc::ByteBuffer empty(nullptr, 0);
    grpc::ByteBuffer answer;
    std::promise<grpc::StatusCode> code;
    stub.UnaryCall(&context, method, grpc::StubOptions(), &empty, &answer,
                   [&code](const grpc::Status& status) { code.set_value(status.error_code()); });
    EXPECT_EQ(code.get_future().get(), grpc::StatusCode::UNIMPLEMENTED) << method;
  }
}

TEST_F(ForwardingTest, ManyCallsOfAllKindsAtOnce) {
  households_journal_.stream_entries = [](auto*, auto*, auto* writer) {
    for (int i = 0; i < 5; ++i) writer->Write(StreamEntriesResponse());
    return grpc::Status::OK;
  };
  ServeAll();
  std::atomic<int> right = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int n = 0; n < 20; ++n) {
        grpc::ClientContext unary_context;
        SetPatience(unary_context);
        County county;
        right += households_stub_->GetCounty(&unary_context, {}, &county).ok() ? 1 : 0;
        grpc::ClientContext context;
        const auto reader = StreamEntries(context);
        StreamEntriesResponse response;
        int read = 0;
        while (reader->Read(&response)) ++read;
        right += reader->Finish().ok() && read == 5 ? 1 : 0;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, 8 * 20 * 2);
  EXPECT_TRUE(NoCallIsLeft());
}

}  // namespace
}  // namespace bangfu::gateway
