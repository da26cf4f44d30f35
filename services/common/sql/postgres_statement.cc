#include "services/common/sql/postgres_statement.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/base/internal/endian.h"

#include "services/common/sql/postgres_dialect.h"

namespace bangfu::sql {
namespace {

// Of pg_type, where they are fixed.
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr Oid kFloat8 = 701;

// So many calls are under way at once: more would only fill buffers.
constexpr size_t kCallsInPipelineMax = 256;

PostgresSession::Running KindOf(std::string_view sql) {
  const size_t begin = sql.find_first_not_of(" \n");
  const std::string_view text = begin == std::string_view::npos ? sql : sql.substr(begin);
  const bool reads =
      text.starts_with("SELECT") || text.starts_with("WITH") || text.starts_with("VALUES");
  return reads ? PostgresSession::Running::kRead : PostgresSession::Running::kWrite;
}

std::shared_ptr<const RowInsert> RowInsertOf(std::string_view sql) {
  std::optional<RowInsert> parsed = ParseRowInsert(sql);
  return parsed ? std::make_shared<const RowInsert>(*std::move(parsed)) : nullptr;
}

const char* NameOf(Oid type) {
  switch (type) {
    case kBytea:
      return "bytes";
    case kInt8:
      return "an integer";
    case kText:
      return "text";
    case kFloat8:
      return "a floating-point number";
    default:
      return "a type that is not supported";
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<PreparedStatement>> PostgresStatement::Prepare(
    PostgresSession& session, PostgresBulk& bulk, std::string name, std::string_view sql) {
  std::unique_ptr<PostgresStatement> statement(
      new PostgresStatement(session, bulk, std::move(name), sql));
  absl::Status prepared =
      session.Prepare(statement->name_, statement->sql_, {}, &statement->types_);
  if (!prepared.ok()) return prepared;
  statement->is_prepared_ = true;
  statement->call_.values.resize(statement->types_.size());
  statement->call_.lengths.resize(statement->types_.size());
  statement->numbers_.resize(statement->types_.size());
  return std::unique_ptr<PreparedStatement>(std::move(statement));
}

PostgresStatement::PostgresStatement(PostgresSession& session, PostgresBulk& bulk, std::string name,
                                     std::string_view sql)
    : session_(session),
      bulk_(bulk),
      generation_(session.generation()),
      name_(std::move(name)),
      sql_(ToPostgres(sql)),
      kind_(KindOf(sql)),
      row_insert_(RowInsertOf(sql)) {
  call_.statement = name_.c_str();
  call_.sql = sql_;
}

PostgresStatement::~PostgresStatement() {
  // One that was not made, since its job was cancelled before, is not there to be dropped.
  if (is_prepared_ && generation_ == session_.generation()) session_.Discard(name_);
}

absl::Status PostgresStatement::Bind(int index, Oid type, std::string_view value) {
  const auto place = static_cast<size_t>(index) - 1;
  if (place >= types_.size()) {
    return absl::InternalError("there is no parameter " + std::to_string(index) + " (" + sql_ +
                               ")");
  }
  if (types_[place] != type) {
    return absl::InternalError("parameter " + std::to_string(index) + " is " +
                               NameOf(types_[place]) + ", and not " + NameOf(type) + " (" + sql_ +
                               ")");
  }
  call_.values[place] = value.data() != nullptr ? value.data() : "";  // null would be NULL
  call_.lengths[place] = static_cast<int>(value.size());
  return absl::OkStatus();
}

absl::Status PostgresStatement::BindNumber(int index, Oid type, uint64_t big_endian) {
  std::array<char, 8> bytes;
  std::memcpy(bytes.data(), &big_endian, bytes.size());
  absl::Status bound = Bind(index, type, {bytes.data(), bytes.size()});
  if (!bound.ok()) return bound;
  const auto place = static_cast<size_t>(index) - 1;
  numbers_[place] = bytes;
  call_.values[place] = numbers_[place].data();
  return bound;
}

absl::Status PostgresStatement::BindInt64(int index, int64_t value) {
  return BindNumber(index, kInt8, absl::big_endian::FromHost64(static_cast<uint64_t>(value)));
}

absl::Status PostgresStatement::BindDouble(int index, double value) {
  return BindNumber(index, kFloat8, absl::big_endian::FromHost64(std::bit_cast<uint64_t>(value)));
}

absl::Status PostgresStatement::BindText(int index, std::string_view text) {
  return Bind(index, kText, text);
}

absl::Status PostgresStatement::BindBlob(int index, std::string_view bytes) {
  return Bind(index, kBytea, bytes);
}

absl::Status PostgresStatement::BindNull(int index) {
  const auto place = static_cast<size_t>(index) - 1;
  if (place >= types_.size()) {
    return absl::InternalError("there is no parameter " + std::to_string(index) + " (" + sql_ +
                               ")");
  }
  call_.values[place] = nullptr;
  call_.lengths[place] = 0;
  return absl::OkStatus();
}

absl::StatusOr<bool> PostgresStatement::Step() { return result_ == nullptr ? Run() : NextRow(); }

absl::StatusOr<bool> PostgresStatement::Run() {
  if (bulk_.collecting() && row_insert_) {
    changes_ = 1;
    absl::Status added = bulk_.Add(row_insert_, types_, call_);
    if (!added.ok()) return added;
    return false;
  }
  if (absl::Status flushed = bulk_.Flush(); !flushed.ok()) return flushed;
  absl::StatusOr<PostgresResult> result = session_.Execute(call_, kind_);
  if (!result.ok()) return result.status();
  Accept(*std::move(result));
  return NextRow();
}

void PostgresStatement::Accept(PostgresResult result) {
  const std::string_view changes = PQcmdTuples(result.get());
  changes_ = 0;
  for (const char digit : changes) changes_ = changes_ * 10 + (digit - '0');
  result_ = std::move(result);
  row_ = -1;
}

bool PostgresStatement::NextRow() {
  if (++row_ < PQntuples(result_.get())) return true;
  Reset();
  return false;
}

absl::Status PostgresStatement::RunEach(size_t count, absl::FunctionRef<absl::Status(size_t)> bind,
                                        absl::FunctionRef<absl::Status(size_t)> on_row) {
  if (absl::Status flushed = bulk_.Flush(); !flushed.ok()) return flushed;
  for (size_t first = 0; first < count; first += kCallsInPipelineMax) {
    const auto next = [&](size_t i) -> absl::StatusOr<PostgresCall*> {
      if (absl::Status bound = bind(first + i); !bound.ok()) return bound;
      return &call_;
    };
    const size_t size = std::min(count - first, kCallsInPipelineMax);
    const auto take = [&](size_t i, PostgresResult result) -> absl::Status {
      result_ = std::move(result);
      for (row_ = 0; row_ < PQntuples(result_.get()); ++row_) {
        if (absl::Status taken = on_row(first + i); !taken.ok()) return taken;
      }
      return absl::OkStatus();
    };
    absl::Status ran = session_.ExecuteMany(size, next, take, kind_);
    Reset();
    if (!ran.ok()) return ran;
  }
  return absl::OkStatus();
}

void PostgresStatement::Reset() {
  result_.reset();
  row_ = -1;
}

void PostgresStatement::ClearBindings() {
  std::fill(call_.values.begin(), call_.values.end(), nullptr);
  std::fill(call_.lengths.begin(), call_.lengths.end(), 0);
}

bool PostgresStatement::IsNull(int column) const {
  return PQgetisnull(result_.get(), row_, column) != 0;
}

std::string_view PostgresStatement::Value(int column) const {
  if (result_ == nullptr || column >= PQnfields(result_.get())) return {};
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<size_t>(PQgetlength(result_.get(), row_, column))};
}

// bigint, the integer of a literal, or a truth value.
int64_t PostgresStatement::Int64(int column) const {
  const std::string_view value = Value(column);
  switch (value.size()) {
    case 8:
      return static_cast<int64_t>(absl::big_endian::Load64(value.data()));
    case 4:
      return static_cast<int32_t>(absl::big_endian::Load32(value.data()));
    case 1:
      return value[0];
    default:
      return 0;
  }
}

double PostgresStatement::Double(int column) const {
  const std::string_view value = Value(column);
  return value.size() == 8 ? std::bit_cast<double>(absl::big_endian::Load64(value.data())) : 0;
}

std::string_view PostgresStatement::Text(int column) const { return Value(column); }

std::string_view PostgresStatement::Bytes(int column) const { return Value(column); }

}  // namespace bangfu::sql
