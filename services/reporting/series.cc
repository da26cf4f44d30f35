#include "services/reporting/series.h"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "bangfu/projects/v1/projects.pb.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/packed_days.h"

namespace bangfu::reporting {
namespace {

constexpr size_t kBytesPerDay = 8;  // most take less

}  // namespace

std::string PillarScope(std::string_view pillar_name) {
  return "pillar/" + std::string(pillar_name);
}

std::string ProjectScope(std::string_view project) { return "project/" + std::string(project); }

std::vector<SeriesKey> SeriesOf(const Cell& cell) {
  std::vector<std::string> scopes;
  scopes.emplace_back(IsOfRegister(cell.kind) ? kRegisterScope : kProgrammeScope);
  if (cell.pillar != 0) {
    scopes.push_back(
        PillarScope(projects::v1::Pillar_Name(static_cast<projects::v1::Pillar>(cell.pillar))));
  }
  if (!cell.project.empty()) scopes.push_back(ProjectScope(cell.project));
  std::vector<SeriesKey> keys;
  keys.reserve(2 * scopes.size());
  for (const std::string& scope : scopes) {
    keys.push_back({cell.programme, scope, cell.kind, ""});
    if (!cell.facet.empty()) keys.push_back({cell.programme, scope, cell.kind, cell.facet});
  }
  return keys;
}

Series::Series(const Series& before, const DayDeltas& deltas)
    : key_(before.key_), all_(before.all_), last_day_(before.last_day_) {
  blocks_.reserve(before.blocks_.size() + 1);
  days_.reserve(before.days_.size() + kBytesPerDay * deltas.size());
  Place old = before.blocks_.begin();
  const Place end = before.blocks_.end();
  Totals added;  // by all deltas so far
  for (auto first = deltas.begin(); first != deltas.end();) {
    const int32_t number = BlockOf(first->first);
    const auto last = deltas.lower_bound(FirstDayOf(number + 1));
    const Place place = std::lower_bound(old, end, number, IsBefore);
    CopyBlocks(before, old, place, added);
    old = place;
    const bool is_known = place != end && place->number == number;
    Totals totals = place == end ? before.all_ : place->before;
    totals += added;
    const absl::Status written =
        AppendDays(is_known ? before.DaysOf(old++) : std::string_view(), first, last, days_);
    assert(written.ok());  // they were good when they came
    blocks_.push_back({number, static_cast<uint32_t>(days_.size()), totals});
    for (; first != last; ++first) added += first->second;
  }
  CopyBlocks(before, old, end, added);
  all_ += added;
  if (!deltas.empty()) last_day_ = std::max(last_day_, std::prev(deltas.end())->first);
}

absl::Status Series::Append(int32_t block, std::string_view days) {
  const absl::StatusOr<DaysSum> sum = SumOfDays(days);
  if (!sum.ok()) return sum.status();
  if (!blocks_.empty() && block <= blocks_.back().number) {
    return absl::DataLossError("a block of a roll-up that is not behind the one before");
  }
  days_.append(days);
  blocks_.push_back({block, static_cast<uint32_t>(days_.size()), all_});
  all_ += sum->totals;
  last_day_ = FirstDayOf(block) + sum->last_day_of_block;
  return absl::OkStatus();
}

void Series::ShrinkToFit() {
  days_.shrink_to_fit();
  blocks_.shrink_to_fit();
}

std::string_view Series::DaysOf(Place block) const {
  const size_t begin = block == blocks_.begin() ? 0 : std::prev(block)->end;
  return std::string_view(days_).substr(begin, block->end - begin);
}

void Series::CopyBlocks(const Series& from, Place first, Place last, const Totals& added) {
  if (first == last) return;
  const size_t begin = first == from.blocks_.begin() ? 0 : std::prev(first)->end;
  const auto moved = static_cast<uint32_t>(days_.size() - begin);  // wraps around, and back
  days_.append(from.days_, begin, std::prev(last)->end - begin);
  for (; first != last; ++first) {
    blocks_.push_back({first->number, first->end + moved, first->before});
    blocks_.back().before += added;
  }
}

Totals Series::AsOf(int32_t day) const {
  if (day >= last_day_) return all_;
  const Place place = std::lower_bound(blocks_.begin(), blocks_.end(), BlockOf(day), IsBefore);
  // There is a later day, so there is a block at this place: the day's own, or one behind it.
  Totals totals = place->before;
  if (place->number != BlockOf(day)) return totals;
  return totals += SumUpTo(DaysOf(place), day - FirstDayOf(place->number));
}

}  // namespace bangfu::reporting
