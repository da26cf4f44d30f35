#include "services/common/server/grpc_status.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "google/rpc/status.pb.h"
#include "services/common/server/call_runner.h"
#include "services/common/status/errors.h"
#include "tests/services/common/server/stand_in.h"

namespace bangfu::server {
namespace {

// As long as it may get, in three-byte characters, which take most room on the wire.
absl::Status LongestError() {
  std::string description;
  for (int i = 0; i < 40; ++i) description += "应为六位";
  return InvalidFields(std::vector<FieldViolation>(60, {"records[7].village", description}));
}

TEST(GrpcStatus, OkIsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(GrpcStatus, EveryCodeGoesThereAndBack) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    EXPECT_EQ(ToGrpcStatus(status).error_code(), code);
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status);
  }
}

TEST(GrpcStatus, DetailsGoThereAndBack) {
  const absl::Status status = InvalidFields({{"a", "found 1"}, {"b", "found 2"}});
  EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(ToGrpcStatus(status).error_details()));
  EXPECT_EQ(details.code(), 3);
  EXPECT_EQ(details.message(), status.message());
  ASSERT_EQ(details.details_size(), 2);
  EXPECT_EQ(details.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
}

TEST(GrpcStatus, PayloadsThatAreNotGooglesStayInside) {
  absl::Status status = absl::InternalError("x");
  status.SetPayload("bangfu/secret", absl::Cord("s"));
  EXPECT_EQ(ToGrpcStatus(status).error_details(), "");
}

TEST(GrpcStatus, ReasonOutlivesADetailThatIsTooBig) {
  absl::Status status = Error(absl::StatusCode::kAborted, "A_REASON", "x");
  status.SetPayload("type.googleapis.com/google.rpc.DebugInfo", absl::Cord(std::string(9000, 'x')));
  const absl::Status received = FromGrpcStatus(ToGrpcStatus(status));
  EXPECT_EQ(ReasonOf(received), "A_REASON");
  EXPECT_FALSE(received.GetPayload("type.googleapis.com/google.rpc.DebugInfo").has_value());
}

TEST(GrpcStatus, DetailsThatAreNoStatusAreLeftOut) {
  const grpc::Status odd(grpc::StatusCode::ABORTED, "x", "\xff\xff\xff");
  EXPECT_EQ(FromGrpcStatus(odd), absl::AbortedError("x"));
}

class GrpcStatusOverTheWire : public ServerTest {};

TEST_F(GrpcStatusOverTheWire, LongestErrorArrivesWhole) {
  handlers_.unary = [this](auto* context, auto*, auto*) {
    return CallRunner(*admission_, nullptr).Inline(context, [] { return LongestError(); });
  };
  Serve();
  const absl::Status status = Call();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS");
  EXPECT_EQ(ViolationsOf(status).size(), ViolationsOf(LongestError()).size());
}

TEST_F(GrpcStatusOverTheWire, LongMessageIsClipped) {
  handlers_.unary = [this](auto* context, auto*, auto*) {
    return CallRunner(*admission_, nullptr).Inline(context, [] {
      return Error(absl::StatusCode::kNotFound, "A_REASON", std::string(20'000, 'x'));
    });
  };
  Serve();
  const absl::Status status = Call();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message().size(), 400u);
  EXPECT_EQ(ReasonOf(status), "A_REASON");
}

}  // namespace
}  // namespace bangfu::server
