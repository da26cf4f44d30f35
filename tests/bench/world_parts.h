// What the makers of synthetic records share: names, texts, days, batches, who takes part in what.
// For world_*.cc alone.
#ifndef BANGFU_TESTS_BENCH_WORLD_PARTS_H_
#define BANGFU_TESTS_BENCH_WORLD_PARTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "google/type/date.pb.h"
#include "google/type/localized_text.pb.h"
#include "tests/bench/world.h"

namespace bangfu::bench {

inline constexpr const char* kCounties[] = {"510524", "610826"};
inline constexpr int kVillagesPerCounty = 20;
inline constexpr int kDays = 2920;  // eight years, from 2013-01-01

using Texts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;
void AddText(Texts* texts, std::string_view zh, std::string_view en);

std::string CountyName(std::string_view county);
std::string VillageName(std::string_view county, int64_t number);
std::string HouseholdName(std::string_view county, int64_t number);
std::string PersonName(std::string_view county, int64_t household, int person);

// A day of the eight years.
google::type::Date DayNumber(int64_t day);

// Who takes part, in the sample's proportions: each is a household of a county by its number, and
// the k-th of them is found without looking at the others. Settled with is the second person of a
// household, the first works for wages.
struct Participants {
  int64_t every;  // of so many households ...
  int64_t take;   // ... so many ...
  int64_t from;   // ... from this one on

  int64_t Count(int64_t households) const;
  int64_t Household(int64_t k) const { return k / take * every + from + k % take; }
};
inline constexpr Participants kFreeRange{4, 1, 0};
inline constexpr Participants kWorkers{6, 1, 1};
inline constexpr Participants kGrowers{8, 5, 0};

// Cuts a stream of records into batches with ids of their own.
template <typename Request>
class Batcher {
 public:
  Batcher(std::string county, std::string prefix, const std::function<void(Request)>& sink)
      : county_(std::move(county)), prefix_(std::move(prefix)), sink_(sink) {}
  ~Batcher() { Flush(); }

  const std::string& county() const { return county_; }

  auto& Add() {
    if (request_.records_size() == kBatchSize) Flush();
    return *request_.add_records();
  }

 private:
  void Flush() {
    if (request_.records().empty()) return;
    request_.set_county(county_);
    request_.set_request_id(prefix_ + county_ + "-" + std::to_string(count_++));
    sink_(std::exchange(request_, {}));
  }

  const std::string county_;
  const std::string prefix_;
  const std::function<void(Request)>& sink_;
  Request request_;
  int count_ = 0;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_PARTS_H_
