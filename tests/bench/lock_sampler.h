// Counts how often sessions of a PostgreSQL database are seen waiting for each other.
#ifndef BANGFU_TESTS_BENCH_LOCK_SAMPLER_H_
#define BANGFU_TESTS_BENCH_LOCK_SAMPLER_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "tests/bench/postgres_server.h"

namespace bangfu::bench {

// Looks at pg_stat_activity over and over, from its making until Stop.
class LockSampler {
 public:
  explicit LockSampler(PostgresConnection connection)
      : connection_(std::move(connection)),
        thread_([this](const std::stop_token& stop) { Sample(stop); }) {}

  // Not OK when it could not look, or did not once.
  absl::Status Stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    if (status_.ok() && looks_ == 0) return absl::InternalError("nobody looked at the locks");
    return status_;
  }

  // How often it looked, and how many sessions of its database it saw waiting for the lock of a
  // row, a transaction, a table or an advisory one.
  int64_t looks() const { return looks_; }
  int64_t waits() const { return waits_; }
  // And how many for their turn to make a file longer, whoever's rows are to go there.
  int64_t file_waits() const { return file_waits_; }
  // And how many that tell of a commit, behind it and on a connection of their own: the server has
  // one queue of messages for all of its databases.
  int64_t notify_waits() const { return notify_waits_; }

 private:
  void Sample(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto seen = QuerySql(
          *connection_,
          "SELECT count(*) FILTER (WHERE wait_event <> 'extend' AND NOT tells), "
          "count(*) FILTER (WHERE wait_event = 'extend' AND NOT tells), count(*) FILTER (WHERE "
          "tells) "
          "FROM (SELECT wait_event, query LIKE 'SELECT pg_notify(%' AS tells FROM pg_stat_activity "
          "WHERE wait_event_type = 'Lock' AND datname = current_database()) AS waiting");
      if (!seen.ok()) {
        status_ = seen.status();
        return;
      }
      ++looks_;
      waits_ += std::stoll(seen->front()[0]);
      file_waits_ += std::stoll(seen->front()[1]);
      notify_waits_ += std::stoll(seen->front()[2]);
      std::unique_lock lock(mutex_);
      stopped_.wait_for(lock, stop, std::chrono::milliseconds(2), [] { return false; });
    }
  }

  const PostgresConnection connection_;
  absl::Status status_;
  std::atomic<int64_t> looks_ = 0;
  std::atomic<int64_t> waits_ = 0;
  std::atomic<int64_t> file_waits_ = 0;
  std::atomic<int64_t> notify_waits_ = 0;
  std::mutex mutex_;
  std::condition_variable_any stopped_;  // between two looks
  std::jthread thread_;                  // last: it uses the others
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_LOCK_SAMPLER_H_
