// What the makers of synthetic records share: names, texts, days, batches. For world/*.cc, and for
// those that must name the same records.
#ifndef BANGFU_TESTS_BENCH_WORLD_PARTS_H_
#define BANGFU_TESTS_BENCH_WORLD_PARTS_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "google/type/date.pb.h"
#include "google/type/localized_text.pb.h"
#include "tests/bench/world/counties.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

using Texts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;
void AddText(Texts* texts, std::string_view zh, std::string_view en);

std::string CountyName(const County& county);
// Of the village of this number, 0 to below county.villages.
std::string VillageName(const County& county, int64_t number);
// The township that it lies in, from 0.
int64_t TownshipOf(const County& county, int64_t village);
std::string HouseholdName(const County& county, int64_t number);
std::string PersonName(const County& county, int64_t household, int person);
std::string ProjectName(int project);

google::type::Date DateOf(int day);

// Cuts a stream of records into batches with ids of their own.
template <typename Request>
class Batcher {
 public:
  Batcher(std::string partition, std::string prefix, const std::function<void(Request)>& sink)
      : partition_(std::move(partition)), prefix_(std::move(prefix)), sink_(sink) {}
  ~Batcher() { Flush(); }
  Batcher(const Batcher&) = delete;
  Batcher& operator=(const Batcher&) = delete;

  auto& Add() {
    if (request_.records_size() == kBatchSize) Flush();
    return *request_.add_records();
  }

 private:
  void Flush() {
    if (request_.records().empty()) return;
    request_.set_county(partition_);
    request_.set_request_id(prefix_ + partition_ + "-" + std::to_string(count_++));
    sink_(std::exchange(request_, {}));
  }

  const std::string partition_;
  const std::string prefix_;
  const std::function<void(Request)>& sink_;
  Request request_;
  int64_t count_ = 0;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_PARTS_H_
