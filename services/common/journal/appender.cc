#include "services/common/journal/appender.h"

#include <optional>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "services/common/journal/subtrees.h"

namespace bangfu::journal {

namespace {

// The head's right edge, its row locked; nothing when there is no head yet.
absl::StatusOr<std::optional<CompactRange>> LockHead(sql::Connection& connection,
                                                     std::string_view county) {
  absl::StatusOr<sql::Statement> head =
      connection.PrepareLocking("SELECT size, right_edge FROM journal_head WHERE county = ?1");
  if (!head.ok()) return head.status();
  const absl::StatusOr<bool> row = head->BindAll(county).Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  absl::StatusOr<CompactRange> parsed = CompactRange::Parse(head->Int64(0), head->Bytes(1));
  if (!parsed.ok()) {
    return absl::DataLossError("the head of county " + std::string(county) + " is torn");
  }
  return *std::move(parsed);
}

// A row to lock. Where somebody else is making it, this waits for its transaction.
absl::Status MakeHead(sql::Connection& connection, std::string_view county) {
  absl::StatusOr<sql::Statement> insert = connection.Prepare(
      "INSERT INTO journal_head (county, size, root_hash, right_edge) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (county) DO NOTHING");
  if (!insert.ok()) return insert.status();
  return insert
      ->BindAll(county, 0, sql::Blob(HashBytes(EmptyRoot())), sql::Blob(std::string_view()))
      .Run();
}

absl::StatusOr<CompactRange> LockLog(sql::Connection& connection, std::string_view county) {
  absl::StatusOr<std::optional<CompactRange>> found = LockHead(connection, county);
  if (found.ok() && !found->has_value()) {
    if (absl::Status made = MakeHead(connection, county); !made.ok()) return made;
    found = LockHead(connection, county);
  }
  if (!found.ok()) return found.status();
  if (!found->has_value()) return absl::InternalError("a head that was made is not there");
  return **std::move(found);
}

}  // namespace

absl::StatusOr<Appender> Appender::Open(sql::Connection& connection, const EntryStamp& stamp) {
  absl::StatusOr<CompactRange> right_edge = LockLog(connection, stamp.county);
  if (!right_edge.ok()) return right_edge.status();
  absl::StatusOr<sql::Statement> insert = connection.Prepare(
      "INSERT INTO journal_entry (county, seq, entry, leaf_hash) VALUES (?1, ?2, ?3, ?4)");
  if (!insert.ok()) return insert.status();
  return Appender(connection, stamp, *std::move(right_edge), *std::move(insert));
}

Appender::Appender(sql::Connection& connection, const EntryStamp& stamp, CompactRange right_edge,
                   sql::Statement insert)
    : connection_(&connection),
      county_(stamp.county),
      right_edge_(std::move(right_edge)),
      insert_(std::move(insert)) {
  entry_.set_journal(stamp.journal);
  entry_.set_county(stamp.county);
  // Microseconds: what every store keeps exactly.
  *entry_.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(stamp.recorded_at));
  entry_.set_actor(stamp.actor);
  entry_.set_request_id(stamp.request_id);
}

absl::Status Appender::Append(std::string_view event) {
  const int64_t seq = next_seq();
  entry_.set_seq(seq);
  entry_.set_event(event.data(), event.size());
  // No map in it, so the bytes are the same wherever they are made.
  if (!entry_.SerializeToString(&entry_bytes_)) return absl::InternalError("entry not serialised");
  const Hash leaf = LeafHash(entry_bytes_);
  right_edge_.Append(leaf, [this](int level, uint64_t position, const Hash& hash) {
    if (level > 0 && level % kKeptLevels == 0) completed_.push_back({level, position, hash});
  });
  return insert_.BindAll(std::string_view(county_), seq, sql::Blob(entry_bytes_), sql::Blob(leaf))
      .Run();
}

absl::Status Appender::KeepNodes() {
  if (completed_.empty()) return absl::OkStatus();
  absl::StatusOr<sql::Statement> insert = connection_->Prepare(
      "INSERT INTO journal_node (county, level, position, hash) VALUES (?1, ?2, ?3, ?4)");
  if (!insert.ok()) return insert.status();
  for (const Node& node : completed_) {
    absl::Status status = insert
                              ->BindAll(std::string_view(county_), node.level,
                                        static_cast<int64_t>(node.position), sql::Blob(node.hash))
                              .Run();
    if (!status.ok()) return status;
  }
  completed_.clear();
  return absl::OkStatus();
}

absl::Status Appender::Close() {
  if (absl::Status status = KeepNodes(); !status.ok()) return status;
  absl::StatusOr<sql::Statement> head = connection_->Prepare(
      "INSERT INTO journal_head (county, size, root_hash, right_edge) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (county) DO UPDATE SET size = excluded.size, root_hash = excluded.root_hash, "
      "right_edge = excluded.right_edge");
  if (!head.ok()) return head.status();
  const Hash root = right_edge_.Root();
  const std::string edge = right_edge_.Serialize();
  return head->BindAll(std::string_view(county_), next_seq(), sql::Blob(root), sql::Blob(edge))
      .Run();
}

}  // namespace bangfu::journal
