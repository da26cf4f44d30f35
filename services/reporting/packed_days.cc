#include "services/reporting/packed_days.h"

#include <array>
#include <cassert>
#include <cstddef>
#include <iterator>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace bangfu::reporting {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr size_t kVarintMax = 10;
constexpr size_t kDayBytesMax = 1 + 3 * kVarintMax;

// Hands out day after day.
class Reader {
 public:
  explicit Reader(std::string_view bytes)
      : in_(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size())),
        size_(static_cast<int>(bytes.size())) {}

  // False at the end, and where something else stands than a later day.
  bool Next() {
    uint32_t day;
    if (!in_.ReadVarint32(&day) || day >= kBlockDays || static_cast<int32_t>(day) <= day_) {
      return false;
    }
    day_ = static_cast<int32_t>(day);
    if (!Read(delta_.count) || !Read(delta_.sum) || !Read(delta_.distinct)) return false;
    read_ = in_.CurrentPosition();
    return true;
  }
  bool IsAtEnd() const { return read_ == size_; }  // all was days

  int32_t day() const { return day_; }
  const Totals& delta() const { return delta_; }

 private:
  bool Read(int64_t& number) {
    uint64_t value;
    if (!in_.ReadVarint64(&value)) return false;
    number = WireFormatLite::ZigZagDecode64(value);
    return true;
  }

  CodedInputStream in_;
  const int size_;
  int read_ = 0;  // bytes
  int32_t day_ = -1;
  Totals delta_;
};

// Collects what AppendDays writes: no more days than a block has.
class Writer {
 public:
  void Add(int32_t day, const Totals& delta) {
    end_ = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(day), end_);
    for (const int64_t number : {delta.count, delta.sum, delta.distinct}) {
      end_ = CodedOutputStream::WriteVarint64ToArray(WireFormatLite::ZigZagEncode64(number), end_);
    }
  }
  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()),
            static_cast<size_t>(end_ - bytes_.data())};
  }

 private:
  std::array<uint8_t, kBlockDays * kDayBytesMax> bytes_;
  uint8_t* end_ = bytes_.data();
};

absl::Status NoDays() { return absl::DataLossError("bytes that are no days of a roll-up"); }

}  // namespace

absl::Status AppendDays(std::string_view before, DayDeltas::const_iterator first,
                        DayDeltas::const_iterator last, std::string& bytes) {
  const int32_t begin = FirstDayOf(BlockOf(first->first));
  assert(BlockOf(std::prev(last)->first) == BlockOf(first->first));
  Reader old(before);
  Writer writer;
  bool more = old.Next();
  for (; first != last; ++first) {
    const int32_t day = first->first - begin;
    for (; more && old.day() < day; more = old.Next()) writer.Add(old.day(), old.delta());
    Totals delta = first->second;
    if (more && old.day() == day) {
      delta += old.delta();
      more = old.Next();
    }
    writer.Add(day, delta);
  }
  for (; more; more = old.Next()) writer.Add(old.day(), old.delta());
  if (!old.IsAtEnd()) return NoDays();
  bytes.append(writer.bytes());
  return absl::OkStatus();
}

absl::StatusOr<DaysSum> SumOfDays(std::string_view bytes) {
  DaysSum sum;
  Reader reader(bytes);
  while (reader.Next()) {
    sum.totals += reader.delta();
    sum.last_day_of_block = reader.day();
  }
  if (bytes.empty() || !reader.IsAtEnd()) return NoDays();
  return sum;
}

Totals SumUpTo(std::string_view bytes, int32_t day_of_block) {
  Totals sum;
  Reader reader(bytes);
  while (reader.Next() && reader.day() <= day_of_block) sum += reader.delta();
  return sum;
}

}  // namespace bangfu::reporting
