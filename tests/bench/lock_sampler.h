// Counts how often sessions of a PostgreSQL server are seen waiting for each other.
#ifndef BANGFU_TESTS_BENCH_LOCK_SAMPLER_H_
#define BANGFU_TESTS_BENCH_LOCK_SAMPLER_H_

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

  void Stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }

  // After Stop: how often it looked, and how many sessions it saw waiting for the lock of a row, a
  // transaction, a table or an advisory one.
  int64_t looks() const { return looks_; }
  int64_t waits() const { return waits_; }
  // And how many for their turn to make a file longer, whoever's rows are to go there.
  int64_t file_waits() const { return file_waits_; }

 private:
  void Sample(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto seen = RunSql(*connection_,
                               "SELECT count(*) FILTER (WHERE wait_event <> 'extend') || ' ' || "
                               "count(*) FILTER (WHERE wait_event = 'extend') "
                               "FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      if (!seen.ok()) return;
      ++looks_;
      size_t end = 0;
      waits_ += std::stoll(*seen, &end);
      file_waits_ += std::stoll(seen->substr(end));
      std::unique_lock lock(mutex_);
      stopped_.wait_for(lock, stop, std::chrono::milliseconds(2), [] { return false; });
    }
  }

  const PostgresConnection connection_;
  int64_t looks_ = 0;
  int64_t waits_ = 0;
  int64_t file_waits_ = 0;
  std::mutex mutex_;
  std::condition_variable_any stopped_;  // between two looks
  std::jthread thread_;                  // last: it uses the others
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_LOCK_SAMPLER_H_
