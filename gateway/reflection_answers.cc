#include "gateway/reflection_answers.h"

#include <algorithm>
#include <cassert>
#include <unordered_set>
#include <utility>

#include <grpcpp/support/status.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "bangfu/households/v1/events.pb.h"
#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "health/v1/health.grpc.pb.h"

namespace bangfu::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

const Message* PrototypeOf(const std::string& name) {
  const Descriptor* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  assert(descriptor != nullptr && "gRPC's reflection library is not linked");
  return MessageFactory::generated_factory()->GetPrototype(descriptor);
}

// A message, and its fields by name; they are those of the protocol, so each exists.
class Fields {
 public:
  explicit Fields(Message& message) : message_(message) {}

  Fields Sub(const std::string& name) {
    return Fields(*reflection().MutableMessage(&message_, Named(name)));
  }
  Fields Add(const std::string& name) {
    return Fields(*reflection().AddMessage(&message_, Named(name)));
  }
  void Set(const std::string& name, std::string value) {
    reflection().SetString(&message_, Named(name), std::move(value));
  }
  void Set(const std::string& name, int32_t value) {
    reflection().SetInt32(&message_, Named(name), value);
  }
  void AddTo(const std::string& name, std::string value) {
    reflection().AddString(&message_, Named(name), std::move(value));
  }
  void Copy(const std::string& name, const Message& value) {
    reflection().MutableMessage(&message_, Named(name))->CopyFrom(value);
  }

 private:
  const google::protobuf::Reflection& reflection() { return *message_.GetReflection(); }
  const FieldDescriptor* Named(const std::string& name) {
    return message_.GetDescriptor()->FindFieldByName(name);
  }

  Message& message_;
};

std::string StringIn(const Message& message, const std::string& field) {
  return message.GetReflection()->GetString(message,
                                            message.GetDescriptor()->FindFieldByName(field));
}

void AddError(grpc::StatusCode code, std::string message, Fields& response) {
  Fields error = response.Sub("error_response");
  error.Set("error_code", static_cast<int32_t>(code));
  error.Set("error_message", std::move(message));
}

// The file and all that it imports, each once.
void AddFiles(const FileDescriptor& file, std::unordered_set<std::string>& added, Fields& files) {
  if (!added.insert(file.name()).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  files.AddTo("file_descriptor_proto", proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AddFiles(*file.dependency(i), added, files);
}

void AnswerWithFile(const FileDescriptor* file, const std::string& asked, Fields& response) {
  if (file == nullptr) return AddError(grpc::StatusCode::NOT_FOUND, "unknown: " + asked, response);
  std::unordered_set<std::string> added;
  Fields files = response.Sub("file_descriptor_response");
  AddFiles(*file, added, files);
}

// No file of the suite extends a message.
void AnswerWithoutExtensions(const std::string& type, Fields& response) {
  if (DescriptorPool::generated_pool()->FindMessageTypeByName(type) == nullptr) {
    return AddError(grpc::StatusCode::NOT_FOUND, "unknown: " + type, response);
  }
  response.Sub("all_extension_numbers_response").Set("base_type_name", type);
}

}  // namespace

std::vector<std::string> SuiteServices() {
  std::vector<std::string> services = {
      v1::AchievementSheetService::service_full_name(),
      v1::SuiteService::service_full_name(),
      households::v1::HouseholdsService::service_full_name(),
      journal::v1::JournalService::service_full_name(),
      projects::v1::ProjectsService::service_full_name(),
      reporting::v1::ReportingService::service_full_name(),
      grpc::health::v1::Health::service_full_name(),
      "grpc.reflection.v1alpha.ServerReflection",
  };
  std::sort(services.begin(), services.end());
  return services;
}

ReflectionAnswers::ReflectionAnswers(std::vector<std::string> services)
    : services_(std::move(services)),
      request_(PrototypeOf("grpc.reflection.v1alpha.ServerReflectionRequest")),
      response_(PrototypeOf("grpc.reflection.v1alpha.ServerReflectionResponse")) {
  // No method carries these, so nothing else links them: for a client that decodes journals.
  google::protobuf::LinkMessageReflection<households::v1::Event>();
  google::protobuf::LinkMessageReflection<projects::v1::Event>();
}

std::unique_ptr<Message> ReflectionAnswers::NewRequest() const {
  return std::unique_ptr<Message>(request_->New());
}

std::unique_ptr<Message> ReflectionAnswers::Answer(const Message& request) const {
  std::unique_ptr<Message> answer(response_->New());
  Fields response(*answer);
  response.Set("valid_host", StringIn(request, "host"));
  response.Copy("original_request", request);
  const FieldDescriptor* asked = request.GetReflection()->GetOneofFieldDescriptor(
      request, request.GetDescriptor()->FindOneofByName("message_request"));
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const std::string what = asked == nullptr ? "" : asked->name();
  if (what == "list_services") {
    Fields list = response.Sub("list_services_response");
    for (const std::string& service : services_) list.Add("service").Set("name", service);
  } else if (what == "file_by_filename") {
    const std::string name = StringIn(request, what);
    AnswerWithFile(pool.FindFileByName(name), name, response);
  } else if (what == "file_containing_symbol") {
    const std::string name = StringIn(request, what);
    AnswerWithFile(pool.FindFileContainingSymbol(name), name, response);
  } else if (what == "file_containing_extension") {
    AddError(grpc::StatusCode::NOT_FOUND, "there are no extensions", response);
  } else if (what == "all_extension_numbers_of_type") {
    AnswerWithoutExtensions(StringIn(request, what), response);
  } else {
    AddError(grpc::StatusCode::INVALID_ARGUMENT, "the request asks for nothing known", response);
  }
  return answer;
}

}  // namespace bangfu::gateway
