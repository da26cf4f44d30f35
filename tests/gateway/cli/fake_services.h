// Both services that take imports, as far as an import sees them, in this process: records by name,
// checks of references, batches all or nothing, stored answers. Not what a record may hold.
#ifndef BANGFU_TESTS_GATEWAY_CLI_FAKE_SERVICES_H_
#define BANGFU_TESTS_GATEWAY_CLI_FAKE_SERVICES_H_

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include <grpcpp/grpcpp.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// What the services keep, and how they are to misbehave.
class FakeRecords {
 public:
  // Written to, without checks, before an import.
  void Put(const google::protobuf::Message& record);

  // Names of all records, and each with its content.
  std::map<std::string, std::string> all() const;
  // The request_ids of written batches, in order.
  std::vector<std::string> written() const;
  int checked_batches() const;
  int largest_batch() const;

  // Answers a batch. An error ends the call.
  grpc::Status Answer(const google::protobuf::Message& request, journal::v1::BatchResult& result);
  grpc::Status Get(const std::string& name, google::protobuf::Message& record) const;
  // The counties with records of households, or else of projects.
  std::set<std::string> Counties(bool households) const;

  // Ends the call after so many written batches; -1: never.
  int fail_after_batches = -1;
  // Refuses this record when it is written, though not when it is checked.
  std::string refuse_when_written;
  // Complains of every person's full_name in these words; empty: of none.
  std::string personal_flaw;
  // Keeps silent from the first batch on, as long as the gateway stands.
  bool silent = false;
  absl::Notification silence_ends;

 private:
  using Contents = std::map<std::string, std::string>;

  void Enter(const google::protobuf::Message& record, int index, bool validate_only,
             Contents& staged, journal::v1::BatchResult& result) const;

  mutable std::mutex mutex_;
  Contents records_;
  std::map<std::string, std::unique_ptr<google::protobuf::Message>> messages_;
  std::map<std::string, journal::v1::BatchResult> answers_;
  std::vector<std::string> written_;
  int checked_batches_ = 0;
  int largest_batch_ = 0;
};

// Serves FakeRecords, and a sheet and its explanation as they are put in, on a free port.
class FakeGateway {
 public:
  FakeGateway();
  ~FakeGateway();

  const std::string& address() const { return address_; }
  FakeRecords& records() { return records_; }

  gateway::v1::AchievementSheet sheet;
  gateway::v1::SuiteStatus status;

 private:
  class Households;
  class Projects;
  class Journal;
  class Sheets;
  class Suite;

  FakeRecords records_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_TESTS_GATEWAY_CLI_FAKE_SERVICES_H_
