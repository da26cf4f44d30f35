#include "services/common/sql/postgres_bulk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "services/common/sql/retry.h"

namespace bangfu::sql {
namespace {

constexpr size_t kBytesMax = 8 * 1024 * 1024;
// From so many rows on, COPY is worth its two round trips.
constexpr size_t kCopyRowsMin = 16;
// Rows of one INSERT: few shapes, so that each is prepared once.
constexpr std::array<size_t, 3> kPartSizes = {64, 8, 1};

constexpr std::string_view kCopyHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr std::string_view kCopyTrailer("\377\377", 2);

template <typename Integer>
void AppendBigEndian(Integer value, std::string& bytes) {
  for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift & 0xff));
  }
}

int32_t ReadInt32(const char* bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return static_cast<int32_t>(value);
}

absl::Status AsStandingRows(absl::Status status) {
  return absl::IsAlreadyExists(status) ? RowsStandThere() : status;
}

}  // namespace

absl::Status PostgresBulk::Add(const std::shared_ptr<const RowInsert>& insert,
                               const std::vector<Oid>& types, const PostgresCall& row) {
  auto rows = std::find_if(pending_.begin(), pending_.end(),
                           [&](const Rows& known) { return known.insert == insert; });
  if (rows == pending_.end()) {
    rows = pending_.insert(pending_.end(), Rows{.insert = insert, .types = types});
  }
  const size_t start = rows->bytes.size();
  rows->starts.push_back(start);
  AppendBigEndian(static_cast<int16_t>(row.values.size()), rows->bytes);
  for (size_t i = 0; i < row.values.size(); ++i) {
    const bool null = row.values[i] == nullptr;
    AppendBigEndian(null ? int32_t{-1} : int32_t{row.lengths[i]}, rows->bytes);
    if (!null) rows->bytes.append(row.values[i], static_cast<size_t>(row.lengths[i]));
  }
  bytes_ += rows->bytes.size() - start;
  return bytes_ > kBytesMax ? Flush() : absl::OkStatus();
}

absl::Status PostgresBulk::Flush() {
  if (pending_.empty()) return absl::OkStatus();
  const std::deque<Rows> sending = std::exchange(pending_, {});
  bytes_ = 0;
  std::vector<Part> parts;
  for (const Rows& rows : sending) {
    const size_t count = rows.starts.size();
    if (count >= kCopyRowsMin && rows.insert->on_conflict == RowInsert::OnConflict::kFail) {
      if (absl::Status copied = CopyRows(rows); !copied.ok()) return copied;
      continue;
    }
    for (size_t first = 0; first < count;) {
      const size_t size = *std::find_if(kPartSizes.begin(), kPartSizes.end(),
                                        [&](size_t part) { return part <= count - first; });
      parts.push_back({&rows, first, size});
      first += size;
    }
  }
  return parts.empty() ? absl::OkStatus() : InsertParts(parts);
}

absl::Status PostgresBulk::End() {
  absl::Status flushed = Flush();
  collecting_ = false;
  return flushed;
}

void PostgresBulk::Abandon() {
  pending_.clear();
  bytes_ = 0;
  collecting_ = false;
}

absl::Status PostgresBulk::CopyRows(const Rows& rows) {
  std::string data;
  data.reserve(kCopyHeader.size() + rows.bytes.size() + kCopyTrailer.size());
  data.append(kCopyHeader).append(rows.bytes).append(kCopyTrailer);
  absl::Status copied = session_.Copy(rows.insert->CopySql(), data);
  // Citus hands on what its worker said without the code. Row by row, the code comes along.
  return absl::IsInternal(copied) ? RowsStandThere() : AsStandingRows(std::move(copied));
}

absl::Status PostgresBulk::InsertParts(const std::vector<Part>& parts) {
  std::vector<const std::string*> names;
  for (const Part& part : parts) {
    absl::StatusOr<const std::string*> name = StatementFor(*part.rows, part.count);
    if (!name.ok()) return name.status();
    names.push_back(*name);
  }
  PostgresCall call;
  return AsStandingRows(session_.ExecuteMany(
      parts.size(),
      [&](size_t i) -> absl::StatusOr<PostgresCall*> {
        FillCall(parts[i], call);
        call.statement = names[i]->c_str();
        return &call;
      },
      [&](size_t i, PostgresResult result) {
        const bool all = PQcmdTuples(result.get()) == std::to_string(parts[i].count);
        return all ? absl::OkStatus() : RowsStandThere();
      },
      PostgresSession::Running::kWrite));
}

absl::StatusOr<const std::string*> PostgresBulk::StatementFor(const Rows& rows, size_t count) {
  if (std::exchange(generation_, session_.generation()) != session_.generation()) {
    prepared_.clear();
  }
  const std::string sql = rows.insert->ValuesSql(static_cast<int>(count));
  const auto found = prepared_.find(sql);
  if (found != prepared_.end()) return &found->second;
  std::vector<Oid> types;
  for (size_t row = 0; row < count; ++row) {
    types.insert(types.end(), rows.types.begin(), rows.types.end());
  }
  // Never one again: a statement that was prepared too late stands in the session all the same.
  std::string name = "rows" + std::to_string(names_given_++);
  if (absl::Status made = session_.Prepare(name, sql, types, nullptr); !made.ok()) return made;
  return &prepared_.emplace(sql, std::move(name)).first->second;
}

// COPY's form of a value is that of a parameter.
void PostgresBulk::FillCall(const Part& part, PostgresCall& call) {
  call.values.clear();
  call.lengths.clear();
  for (size_t row = part.first; row < part.first + part.count; ++row) {
    const char* at = part.rows->bytes.data() + part.rows->starts[row] + sizeof(int16_t);
    for (int column = 0; column < part.rows->insert->columns; ++column) {
      const int32_t length = ReadInt32(at);
      at += sizeof length;
      call.values.push_back(length < 0 ? nullptr : at);
      call.lengths.push_back(std::max(length, 0));
      at += call.lengths.back();
    }
  }
}

}  // namespace bangfu::sql
