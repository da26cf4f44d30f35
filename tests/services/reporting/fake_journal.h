// A service that has a journal and nothing else, fed from a vector.
#ifndef BANGFU_TESTS_SERVICES_REPORTING_FAKE_JOURNAL_H_
#define BANGFU_TESTS_SERVICES_REPORTING_FAKE_JOURNAL_H_

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {

class FakeJournal final : public journal::v1::JournalService::Service {
 public:
  explicit FakeJournal(std::string_view journal) : journal_(journal) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  ~FakeJournal() override {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    server_->Shutdown();
  }

  const std::string& address() const { return address_; }

  template <typename Event>
  void Record(const std::string& county, const Event& event) {
    {
      const std::lock_guard lock(mutex_);
      journals_.Record(county, event);
    }
    changed_.notify_all();
  }
  // Makes an entry of it that is none.
  void Spoil(const std::string& county, size_t seq) {
    const std::lock_guard lock(mutex_);
    journals_.Log({journal_, county})[seq] = "\xff";
  }

  // Streams end with UNAVAILABLE after their first message, so many times.
  void BreakStreams(int count) {
    const std::lock_guard lock(mutex_);
    breaks_ = count;
  }

  // Entries of a message at most, in streams that begin later.
  void SendBatchesOf(size_t entries) {
    const std::lock_guard lock(mutex_);
    batch_ = entries;
  }

  int64_t SizeOf(const std::string& county) {
    const std::lock_guard lock(mutex_);
    return static_cast<int64_t>(journals_.Log({journal_, county}).size());
  }

  // The requests so far.
  std::vector<journal::v1::StreamEntriesRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  grpc::Status StreamEntries(
      grpc::ServerContext* context, const journal::v1::StreamEntriesRequest* request,
      grpc::ServerWriter<journal::v1::StreamEntriesResponse>* writer) override {
    std::map<std::string, size_t> next;
    for (const auto& position : request->positions()) {
      next[position.county()] = static_cast<size_t>(position.size());
    }
    std::unique_lock lock(mutex_);
    requests_.push_back(*request);
    while (!context->IsCancelled() && !closed_) {
      const auto batch = NextBatch(request->shards(), next);
      if (batch.entries().empty()) {
        changed_.wait_for(lock, std::chrono::milliseconds(5));
        continue;
      }
      lock.unlock();
      if (!writer->Write(batch)) break;
      lock.lock();
      if (breaks_ > 0 && breaks_-- > 0) return {grpc::StatusCode::UNAVAILABLE, "broken"};
    }
    return grpc::Status::OK;
  }

 private:
  static bool IsIn(const journal::v1::CountyShards& shards, const std::string& county) {
    if (shards.shard_count() == 0) return true;
    const int shard = std::stoi(county) % shards.shard_count();
    return std::count(shards.shards().begin(), shards.shards().end(), shard) > 0;
  }

  journal::v1::StreamEntriesResponse NextBatch(const journal::v1::CountyShards& shards,
                                               std::map<std::string, size_t>& next) {
    for (const auto& [key, log] : journals_.logs()) {
      if (!IsIn(shards, key.second)) continue;
      size_t& seq = next[key.second];
      if (key.first != journal_ || seq >= log.size()) continue;
      auto batch = journals_.Batch(key, seq, batch_);
      seq += static_cast<size_t>(batch.entries_size());
      return batch;
    }
    return {};
  }

  const std::string journal_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Journals journals_;
  std::vector<journal::v1::StreamEntriesRequest> requests_;
  size_t batch_ = 3;
  int breaks_ = 0;
  bool closed_ = false;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_FAKE_JOURNAL_H_
