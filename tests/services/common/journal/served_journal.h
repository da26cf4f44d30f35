// A journal's gRPC face over a real server, for the tests of its streams.
#ifndef BANGFU_TESTS_SERVICES_COMMON_JOURNAL_SERVED_JOURNAL_H_
#define BANGFU_TESTS_SERVICES_COMMON_JOURNAL_SERVED_JOURNAL_H_

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/journal/commit_signal.h"
#include "services/common/journal/head_watch.h"
#include "services/common/journal/journal_service.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/common/sql/executor.h"
#include "tests/services/common/journal/journal_database.h"

namespace bangfu::journal {

class OnlyJournal final : public server::ServiceSet {
 public:
  OnlyJournal(server::Admission& admission, sql::Executor& executor, CommitSignal& signal,
              HeadWatch& heads)
      : signal_(signal), heads_(heads), face_("projects", admission, executor, signal, heads) {}
  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&face_); }
  void BeginDrain() override {
    signal_.Close();
    heads_.Close();
  }

 private:
  CommitSignal& signal_;
  HeadWatch& heads_;
  JournalServiceFace face_;
};

class ServedJournal : public ::testing::Test, protected JournalDatabase {
 protected:
  explicit ServedJournal(server::CallLimits limits = {}) : admission_(limits) {}

  void SetUp() override {
    absl::StatusOr<std::unique_ptr<sql::Executor>> executor =
        sql::Executor::Start(factory(), {.on_commit = [this] { signal_.Notify(); }});
    ASSERT_TRUE(executor.ok()) << executor.status();
    executor_ = *std::move(executor);
    server::ProcessOptions options;
    options.address = "127.0.0.1:0";
    auto running = server::RunningServer::Start(
        options, std::make_unique<OnlyJournal>(admission_, *executor_, signal_, heads_));
    ASSERT_TRUE(running.ok()) << running.status();
    server_ = *std::move(running);
    stub_ = v1::JournalService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  // Appends through the executor, as services do.
  void Commit(const std::string& county, int count) {
    std::promise<absl::Status> done;
    ASSERT_TRUE(executor_
                    ->Write(
                        {},
                        [&](sql::Connection& connection) {
                          AppendTo(connection, county, count);
                          return absl::OkStatus();
                        },
                        [&done](absl::Status status) { done.set_value(std::move(status)); })
                    .ok());
    ASSERT_TRUE(done.get_future().get().ok());
  }

  struct Call {
    Call() { context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30)); }
    grpc::ClientContext context;
    v1::StreamEntriesRequest request;
  };

  // Reads until `count` entries have come; "county:seq" of each.
  static std::vector<std::string> ReadEntries(grpc::ClientReader<v1::StreamEntriesResponse>& reader,
                                              size_t count) {
    std::vector<std::string> seen;
    v1::StreamEntriesResponse message;
    while (seen.size() < count && reader.Read(&message)) {
      for (int i = 0; i < message.entries_size(); ++i) {
        seen.push_back(message.county() + ":" + std::to_string(message.first_seq() + i));
      }
    }
    return seen;
  }

  static absl::Status End(grpc::ClientReader<v1::StreamEntriesResponse>& reader) {
    v1::StreamEntriesResponse message;
    while (reader.Read(&message)) {
    }
    return server::FromGrpcStatus(reader.Finish());
  }

  CommitSignal signal_;
  CommitSignal others_;
  // Nobody watched before; a lease that no test outlives by accident.
  HeadWatch heads_{absl::Seconds(30), absl::InfinitePast()};
  server::Admission admission_;
  std::unique_ptr<sql::Executor> executor_;
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<v1::JournalService::Stub> stub_;
};

}  // namespace bangfu::journal

#endif  // BANGFU_TESTS_SERVICES_COMMON_JOURNAL_SERVED_JOURNAL_H_
