// Who makes a sheet, and who waits for one that is being made: a pure rule over times that are
// passed in. sheet_service.h has the sheets made.
#ifndef BANGFU_GATEWAY_FLIGHTS_H_
#define BANGFU_GATEWAY_FLIGHTS_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "gateway/present_heads.h"

namespace bangfu::gateway {

// What a call is to the flight of its question. A passenger is answered when one has ended.
enum class Part { kLeader, kPassenger, kAlone };

// What decides about a call. Times are MonotonicNow()'s.
struct Boarding {
  std::string question;  // calls with the same are answered by the same sheet
  absl::Time came;       // at the latest
  absl::Time now;
  absl::Time deadline;
  absl::Time over;  // when a sheet that this call asks for is there, or is not
  PresentHeads::Moment moment;
};

// How long a flight is joined while not all heads are known. A sheet that need not wait for
// reporting takes less.
inline constexpr absl::Duration kJoinedMax = absl::Milliseconds(200);

using FlightId = int64_t;

// Not thread-safe. A Call is cheap to copy; HasEnded(call) tells that nobody waits for it.
template <typename Call>
class Flights {
 public:
  // A flight that ended: who shares its sheet if there is one, and who came when heads had moved
  // and shares the next.
  struct Landed {
    std::vector<Call> sharing;
    std::vector<Call> later;
  };
  struct Boarded {
    Part part;
    FlightId flight = 0;  // for Land(), of a leader
  };

  // A flight is good enough for who came before its sources were asked, or when no head had moved
  // since, if all are known. Who has less time than it may take goes alone. When not all heads are
  // known and it takes long, it may be that a copy hangs and others answer: then the next one leads
  // another. Calls with much time and calls with little fly apart, so that neither does the hurry
  // of one leave all without a sheet, nor the patience of one all others alone: there are as many
  // flights of a question as powers of two in the seconds that callers give.
  Boarded Board(const Boarding& who, Call call) {
    std::string key = absl::StrCat(SecondsClass(who.deadline - who.now), "\n", who.question);
    const auto open = open_.find(key);
    if (open == open_.end() || MayHang(flights_.at(open->second), who)) {
      return {Part::kLeader, Begin(who, std::move(key))};
    }
    Flight& flight = flights_.at(open->second);
    if (who.deadline <= flight.over) return {Part::kAlone};
    const bool still = who.moment.complete && who.moment == flight.moment;
    const bool is_good = who.came <= flight.began || still;
    Seat(is_good ? flight.passengers.sharing : flight.passengers.later, std::move(call));
    return {Part::kPassenger};
  }

  Landed Land(FlightId id) {
    Flight flight = std::move(flights_.extract(id).mapped());
    const auto open = open_.find(flight.key);
    if (open != open_.end() && open->second == id) open_.erase(open);
    return std::move(flight.passengers);
  }

 private:
  struct Flight {
    absl::Time began;             // its sources were asked after that
    absl::Time over;              // at the latest
    PresentHeads::Moment moment;  // when it began
    std::string key;              // of those who may join it
    Landed passengers = {};
  };

  static bool MayHang(const Flight& flight, const Boarding& who) {
    return !who.moment.complete && who.now - flight.began > kJoinedMax;
  }

  FlightId Begin(const Boarding& who, std::string key) {
    const FlightId id = ++last_id_;
    open_[key] = id;
    flights_.emplace(
        id,
        Flight{.began = who.now, .over = who.over, .moment = who.moment, .key = std::move(key)});
    return id;
  }

  static int SecondsClass(absl::Duration left) {
    return std::bit_width(static_cast<uint64_t>(std::max<int64_t>(0, absl::ToInt64Seconds(left))));
  }

  // Whoever left keeps no place for long: as many are seated at most as wait, or did when there
  // were half as many.
  static void Seat(std::vector<Call>& calls, Call call) {
    if (std::has_single_bit(calls.size())) {
      std::erase_if(calls, [](const Call& one) { return HasEnded(one); });
    }
    calls.push_back(std::move(call));
  }

  FlightId last_id_ = 0;
  absl::flat_hash_map<FlightId, Flight> flights_;
  absl::flat_hash_map<std::string, FlightId> open_;  // which is joined, by key
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_FLIGHTS_H_
