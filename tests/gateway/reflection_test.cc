// Reflection as a client meets it that knows nothing of the suite: the messages of the protocol are
// written and read here by hand, field by field, from its public definition.
#include <future>
#include <map>
#include <string>
#include <vector>

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "gateway/reflection_answers.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/gateway/world.h"

namespace bangfu::gateway {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorProto;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

// Field numbers of ServerReflectionRequest.
constexpr int kFileByFilename = 3;
constexpr int kFileContainingSymbol = 4;
constexpr int kFileContainingExtension = 5;
constexpr int kAllExtensionNumbersOfType = 6;
constexpr int kListServices = 7;
// Field numbers of ServerReflectionResponse.
constexpr int kOriginalRequest = 2;
constexpr int kFileDescriptorResponse = 4;
constexpr int kAllExtensionNumbersResponse = 5;
constexpr int kListServicesResponse = 6;
constexpr int kErrorResponse = 7;

// A message without a definition: all that it has are unknown fields.
using Raw = google::protobuf::Empty;

const UnknownFieldSet& FieldsOf(const Raw& message) {
  return message.GetReflection()->GetUnknownFields(message);
}

std::vector<std::string> Strings(const Raw& message, int number) {
  std::vector<std::string> strings;
  for (int i = 0; i < FieldsOf(message).field_count(); ++i) {
    const UnknownField& field = FieldsOf(message).field(i);
    if (field.number() == number) strings.push_back(field.length_delimited());
  }
  return strings;
}

// The message in field `number`, empty when it is not there.
Raw Sub(const Raw& message, int number) {
  Raw sub;
  for (const std::string& bytes : Strings(message, number)) {
    EXPECT_TRUE(sub.ParseFromString(bytes));
  }
  return sub;
}

class ReflectionTest : public GatewayTest {
 protected:
  using Stream = grpc::ClientAsyncReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>;

  // One stream for all questions, without a deadline, as common tools call it.
  void Open() {
    Serve();
    stub_ = std::make_unique<grpc::GenericStub>(channel_);
    stream_ = stub_->PrepareCall(&context_, std::string(kReflectionMethod), &queue_);
    stream_->StartCall(nullptr);
    ASSERT_TRUE(Next());
  }

  bool Next() {
    void* tag;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  Raw Ask(const Raw& request) {
    const std::string bytes = request.SerializeAsString();
    const grpc::Slice slice(bytes);
    stream_->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    EXPECT_TRUE(Next());
    grpc::ByteBuffer buffer;
    stream_->Read(&buffer, nullptr);
    EXPECT_TRUE(Next());
    grpc::Slice answer;
    EXPECT_TRUE(buffer.DumpToSingleSlice(&answer).ok());
    Raw response;
    EXPECT_TRUE(response.ParseFromArray(answer.begin(), static_cast<int>(answer.size())));
    EXPECT_EQ(Sub(response, kOriginalRequest).SerializeAsString(), bytes);
    return response;
  }
  Raw Ask(int number, const std::string& text) {
    Raw request;
    request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(number, text);
    return Ask(request);
  }

  grpc::Status Finish() {
    grpc::Status status;
    stream_->Finish(&status, nullptr);
    Next();
    return status;
  }

  // Every file of an answer, built into a pool of its own: what a client can do with it.
  static void Build(const Raw& response, DescriptorPool& pool) {
    std::map<std::string, FileDescriptorProto> files;
    for (const std::string& bytes : Strings(Sub(response, kFileDescriptorResponse), 1)) {
      FileDescriptorProto file;
      ASSERT_TRUE(file.ParseFromString(bytes));
      EXPECT_TRUE(files.emplace(file.name(), file).second) << file.name() << " comes twice";
    }
    while (!files.empty()) BuildWithImports(files.begin()->first, files, pool);
  }

  static void BuildWithImports(const std::string& name,
                               std::map<std::string, FileDescriptorProto>& files,
                               DescriptorPool& pool) {
    const auto node = files.extract(name);
    if (node.empty()) return;
    for (const std::string& import : node.mapped().dependency()) {
      BuildWithImports(import, files, pool);
    }
    EXPECT_NE(pool.BuildFile(node.mapped()), nullptr) << name;
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericStub> stub_;
  std::unique_ptr<Stream> stream_;
};

TEST_F(ReflectionTest, ListsEveryServiceOfTheSuite) {
  Open();
  std::vector<std::string> services;
  for (const std::string& bytes : Strings(Sub(Ask(kListServices, "*"), kListServicesResponse), 1)) {
    Raw service;
    ASSERT_TRUE(service.ParseFromString(bytes));
    services.push_back(Strings(service, 1).at(0));
  }
  EXPECT_EQ(services,
            (std::vector<std::string>{
                "bangfu.gateway.v1.AchievementSheetService", "bangfu.gateway.v1.SuiteService",
                "bangfu.households.v1.HouseholdsService", "bangfu.journal.v1.JournalService",
                "bangfu.projects.v1.ProjectsService", "bangfu.reporting.v1.ReportingService",
                "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"}));
}

TEST_F(ReflectionTest, DescriptorsOfEveryServiceResolveWithoutOurFiles) {
  Open();
  for (const std::string& service : SuiteServices()) {
    DescriptorPool pool;
    Build(Ask(kFileContainingSymbol, service), pool);
    EXPECT_NE(pool.FindServiceByName(service), nullptr) << service;
  }
}

TEST_F(ReflectionTest, EventsInJournalsCanBeDecodedToo) {
  Open();
  for (const std::string name : {"bangfu.households.v1.Event", "bangfu.projects.v1.Event"}) {
    DescriptorPool pool;
    Build(Ask(kFileContainingSymbol, name), pool);
    EXPECT_NE(pool.FindMessageTypeByName(name), nullptr) << name;
  }
}

TEST_F(ReflectionTest, FileIsFoundByItsName) {
  Open();
  DescriptorPool pool;
  Build(Ask(kFileByFilename, "google/type/date.proto"), pool);
  EXPECT_NE(pool.FindMessageTypeByName("google.type.Date"), nullptr);
}

TEST_F(ReflectionTest, ThereAreNoExtensions) {
  Open();
  const std::string options = "google.protobuf.MethodOptions";
  const Raw numbers = Sub(Ask(kAllExtensionNumbersOfType, options), kAllExtensionNumbersResponse);
  EXPECT_EQ(Strings(numbers, 1), std::vector<std::string>{options});
  EXPECT_EQ(FieldsOf(numbers).field_count(), 1);
  EXPECT_EQ(Strings(Ask(kFileContainingExtension, ""), kErrorResponse).size(), 1u);
}

TEST_F(ReflectionTest, UnknownNamesAreErrorsAndTheStreamGoesOn) {
  Open();
  for (const int number : {kFileByFilename, kFileContainingSymbol, kAllExtensionNumbersOfType}) {
    const Raw error = Sub(Ask(number, "no.such.Thing"), kErrorResponse);
    ASSERT_EQ(FieldsOf(error).field_count(), 2);
    EXPECT_EQ(FieldsOf(error).field(0).varint(), uint64_t{grpc::StatusCode::NOT_FOUND});
  }
  EXPECT_EQ(Strings(Ask(Raw()), kErrorResponse).size(), 1u);
  stream_->WritesDone(nullptr);
  ASSERT_TRUE(Next());
  EXPECT_TRUE(Finish().ok());
}

TEST_F(ReflectionTest, DrainEndsTheStream) {
  Open();
  Ask(kListServices, "");
  gateway_->Drain(absl::FromChrono(kPatience));
  EXPECT_EQ(ReasonOf(server::FromGrpcStatus(Finish())), "SHUTTING_DOWN");
}

}  // namespace
}  // namespace bangfu::gateway
