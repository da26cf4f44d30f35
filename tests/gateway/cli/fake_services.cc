#include "tests/gateway/cli/fake_services.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>

#include <gtest/gtest.h>

#include "services/common/names/names.h"

namespace bangfu::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using journal::v1::BatchResult;

constexpr int kListedMax = 50;

// The message in a Record's oneof.
const Message& Inner(const Message& record) {
  std::vector<const FieldDescriptor*> fields;
  record.GetReflection()->ListFields(record, &fields);
  return record.GetReflection()->GetMessage(record, fields.at(0));
}

std::string KindOf(const Message& record) {
  std::vector<const FieldDescriptor*> fields;
  record.GetReflection()->ListFields(record, &fields);
  return fields.at(0)->name();
}

std::string Text(const Message& message, const std::string& field) {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(field);
  return descriptor == nullptr ? std::string()
                               : message.GetReflection()->GetString(message, descriptor);
}

std::string ParentOf(const std::string& name) {
  return name.substr(0, name.rfind('/', name.rfind('/') - 1));
}

struct Reference {
  std::string field;
  std::string name;
};

// What a record needs to be there, in the groups in which the services look: those of a later group
// are looked at only when all of the earlier ones are there.
std::vector<std::vector<Reference>> References(const std::string& kind, const Message& inner) {
  const std::string name = Text(inner, "name");
  const auto of = [&](const std::string& field) { return Reference{field, Text(inner, field)}; };
  if (kind == "village" || kind == "person") return {{{"name", ParentOf(name)}}};
  if (kind == "household") return {{of("village")}};
  if (kind == "case") return {{of("person")}};
  if (kind == "project") return {{{"name", ParentOf(name)}}};
  if (kind == "participation") return {{of("participant")}, {of("project")}};
  if (kind == "ledger_entry") {
    if (of("counterparty").name.find("/villages/") != std::string::npos) {
      return {{}, {of("project"), of("reverses")}};
    }
    return {{of("counterparty")}, {of("project"), of("reverses")}};
  }
  if (kind == "posting" || kind == "facility") return {{of("programme")}};
  if (kind == "attestation") return {{{"name", ParentOf(name)}}, {of("project")}};
  return {};
}

void Add(BatchResult& result, int index, const std::string& field,
         journal::v1::ViolationReason reason, const std::string& description,
         const std::string& missing = {}) {
  if (result.violations_size() == kListedMax) {
    result.set_violations_left_out(result.violations_left_out() + 1);
    return;
  }
  journal::v1::RecordViolation& violation = *result.add_violations();
  violation.set_record_index(index);
  violation.set_field(field);
  violation.set_reason(reason);
  violation.set_description(description);
  violation.set_missing_resource(missing);
}

template <typename Request, typename Response>
grpc::Status Import(FakeRecords& records, grpc::ServerReaderWriter<Response, Request>* stream) {
  Request request;
  while (stream->Read(&request)) {
    // Nothing tells a synchronous handler of a cancellation.
    if (records.silent) records.silence_ends.WaitForNotification();
    Response response;
    const grpc::Status status = records.Answer(request, *response.mutable_result());
    if (!status.ok()) return status;
    stream->Write(response);
  }
  return grpc::Status::OK;
}

}  // namespace

void FakeRecords::Put(const Message& record) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Message& inner = Inner(record);
  records_[Text(inner, "name")] = inner.SerializeAsString();
  messages_[Text(inner, "name")].reset(inner.New());
  messages_[Text(inner, "name")]->CopyFrom(inner);
}

std::map<std::string, std::string> FakeRecords::all() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return records_;
}

std::vector<std::string> FakeRecords::written() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return written_;
}

int FakeRecords::checked_batches() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return checked_batches_;
}

int FakeRecords::largest_batch() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return largest_batch_;
}

void FakeRecords::Enter(const Message& record, int index, bool validate_only, Contents& staged,
                        BatchResult& result) const {
  const std::string kind = KindOf(record);
  const Message& inner = Inner(record);
  const std::string name = Text(inner, "name");
  for (const std::vector<Reference>& group : References(kind, inner)) {
    bool stopped = false;
    for (const Reference& reference : group) {
      if (reference.name.empty() || records_.contains(reference.name) ||
          staged.contains(reference.name)) {
        continue;
      }
      stopped = true;
      Add(result, index, kind + "." + reference.field,
          journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND,
          "found " + reference.name + ", nowhere", reference.name);
    }
    if (stopped) return;
  }
  if (kind == "person" && !personal_flaw.empty()) {
    Add(result, index, kind + ".full_name", journal::v1::VIOLATION_REASON_INVALID_FIELD,
        personal_flaw);
    return;
  }
  if (!validate_only && name == refuse_when_written) {
    Add(result, index, kind + ".name", journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT,
        "found other content");
    return;
  }
  const auto existing = records_.find(name);
  if (existing == records_.end()) {
    staged[name] = inner.SerializeAsString();
    result.set_recorded_count(result.recorded_count() + 1);
  } else if (existing->second == inner.SerializeAsString()) {
    result.set_unchanged_count(result.unchanged_count() + 1);
  } else {
    Add(result, index, kind + ".name", journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT,
        "found other content");
  }
}

grpc::Status FakeRecords::Answer(const Message& request, BatchResult& result) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  const auto* records = request.GetDescriptor()->FindFieldByName("records");
  const std::string id = Text(request, "request_id");
  const bool validate_only =
      reflection.GetBool(request, request.GetDescriptor()->FindFieldByName("validate_only"));
  const int count = reflection.FieldSize(request, records);
  largest_batch_ = std::max(largest_batch_, count);
  if (validate_only) {
    ++checked_batches_;
  } else if (static_cast<int>(written_.size()) == fail_after_batches) {
    return {grpc::StatusCode::UNAVAILABLE, "connection reset"};
  } else if (const auto known = answers_.find(id); known != answers_.end()) {
    result = known->second;
    result.set_repeated(true);
    return grpc::Status::OK;
  }
  result.set_request_id(id);
  Contents staged;
  for (int i = 0; i < count; ++i) {
    Enter(reflection.GetRepeatedMessage(request, records, i), i, validate_only, staged, result);
  }
  if (!result.violations().empty()) {
    result.clear_recorded_count();
    result.clear_unchanged_count();
    return grpc::Status::OK;
  }
  if (validate_only) return grpc::Status::OK;
  records_.merge(staged);
  for (int i = 0; i < count; ++i) {
    const Message& inner = Inner(reflection.GetRepeatedMessage(request, records, i));
    messages_[Text(inner, "name")].reset(inner.New());
    messages_[Text(inner, "name")]->CopyFrom(inner);
  }
  written_.push_back(id);
  if (result.recorded_count() > 0) answers_[id] = result;
  return grpc::Status::OK;
}

grpc::Status FakeRecords::Get(const std::string& name, Message& record) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = messages_.find(name);
  if (found == messages_.end()) return {grpc::StatusCode::NOT_FOUND, name + " does not exist"};
  record.CopyFrom(*found->second);
  return grpc::Status::OK;
}

std::set<std::string> FakeRecords::Counties(bool households) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::set<std::string> counties;
  for (const auto& [name, record] : messages_) {
    const bool is_of_households =
        record->GetDescriptor()->file()->package() == "bangfu.households.v1";
    if (is_of_households != households) continue;
    counties.insert(std::string(names::CountyOf(name).value_or("")));
  }
  return counties;
}

class FakeGateway::Households final : public households::v1::HouseholdsService::Service {
 public:
  explicit Households(FakeRecords& records) : records_(records) {}

  grpc::Status ImportRecords(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<households::v1::ImportRecordsResponse,
                               households::v1::ImportRecordsRequest>* stream) override {
    return Import(records_, stream);
  }
  grpc::Status GetVillage(grpc::ServerContext*, const households::v1::GetVillageRequest* request,
                          households::v1::Village* village) override {
    return records_.Get(request->name(), *village);
  }
  grpc::Status GetHousehold(grpc::ServerContext*,
                            const households::v1::GetHouseholdRequest* request,
                            households::v1::Household* household) override {
    return records_.Get(request->name(), *household);
  }
  grpc::Status GetPerson(grpc::ServerContext*, const households::v1::GetPersonRequest* request,
                         households::v1::Person* person) override {
    return records_.Get(request->name(), *person);
  }
  grpc::Status ListVillages(grpc::ServerContext*,
                            const households::v1::ListVillagesRequest* request,
                            households::v1::ListVillagesResponse* response) override {
    for (const auto& [name, content] : records_.all()) {
      if (!name.starts_with(request->parent() + "/villages/")) continue;
      response->add_villages()->ParseFromString(content);
    }
    response->set_next_page_token("more");
    return grpc::Status::OK;
  }

 private:
  FakeRecords& records_;
};

class FakeGateway::Projects final : public projects::v1::ProjectsService::Service {
 public:
  explicit Projects(FakeRecords& records) : records_(records) {}

  grpc::Status ImportRecords(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<projects::v1::ImportRecordsResponse,
                               projects::v1::ImportRecordsRequest>* stream) override {
    return Import(records_, stream);
  }
  grpc::Status GetProgramme(grpc::ServerContext*, const projects::v1::GetProgrammeRequest* request,
                            projects::v1::Programme* programme) override {
    return records_.Get(request->name(), *programme);
  }
  grpc::Status GetProject(grpc::ServerContext*, const projects::v1::GetProjectRequest* request,
                          projects::v1::Project* project) override {
    return records_.Get(request->name(), *project);
  }
  grpc::Status GetParticipation(grpc::ServerContext*,
                                const projects::v1::GetParticipationRequest* request,
                                projects::v1::Participation* participation) override {
    return records_.Get(request->name(), *participation);
  }
  grpc::Status GetLedgerEntry(grpc::ServerContext*,
                              const projects::v1::GetLedgerEntryRequest* request,
                              projects::v1::LedgerEntry* entry) override {
    return records_.Get(request->name(), *entry);
  }

 private:
  FakeRecords& records_;
};

class FakeGateway::Journal final : public journal::v1::JournalService::Service {
 public:
  explicit Journal(FakeRecords& records) : records_(records) {}

  grpc::Status ListTreeHeads(grpc::ServerContext* context, const journal::v1::ListTreeHeadsRequest*,
                             journal::v1::ListTreeHeadsResponse* response) override {
    const auto asked = context->client_metadata().find("bangfu-service");
    if (asked == context->client_metadata().end()) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "whose journal?"};
    }
    for (const std::string& county : records_.Counties(asked->second == "households")) {
      response->add_tree_heads()->set_county(county);
    }
    return grpc::Status::OK;
  }

 private:
  FakeRecords& records_;
};

class FakeGateway::Sheets final : public gateway::v1::AchievementSheetService::Service {
 public:
  explicit Sheets(FakeGateway& gateway) : gateway_(gateway) {}

  grpc::Status GetAchievementSheet(grpc::ServerContext*,
                                   const gateway::v1::GetAchievementSheetRequest* request,
                                   gateway::v1::AchievementSheet* sheet) override {
    if (request->name() != gateway_.sheet.name()) {
      return {grpc::StatusCode::NOT_FOUND, request->name() + " does not exist"};
    }
    *sheet = gateway_.sheet;
    return grpc::Status::OK;
  }

 private:
  FakeGateway& gateway_;
};

class FakeGateway::Suite final : public gateway::v1::SuiteService::Service {
 public:
  explicit Suite(FakeGateway& gateway) : gateway_(gateway) {}

  grpc::Status GetSuiteStatus(grpc::ServerContext*, const gateway::v1::GetSuiteStatusRequest*,
                              gateway::v1::SuiteStatus* status) override {
    *status = gateway_.status;
    return grpc::Status::OK;
  }

 private:
  FakeGateway& gateway_;
};

FakeGateway::FakeGateway() {
  services_.push_back(std::make_unique<Households>(records_));
  services_.push_back(std::make_unique<Projects>(records_));
  services_.push_back(std::make_unique<Journal>(records_));
  services_.push_back(std::make_unique<Sheets>(*this));
  services_.push_back(std::make_unique<Suite>(*this));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  EXPECT_NE(server_, nullptr);
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeGateway::~FakeGateway() {
  records_.silence_ends.Notify();
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

}  // namespace bangfu::cli
