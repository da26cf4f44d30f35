#include "services/common/journal/journal_reader.h"

#include "services/common/journal/merkle.h"

namespace bangfu::journal {
namespace {

v1::TreeHead MakeHead(std::string_view journal, std::string_view county, int64_t size,
                      std::string_view root_hash) {
  v1::TreeHead head;
  head.set_journal(journal.data(), journal.size());
  head.set_county(county.data(), county.size());
  head.set_size(size);
  head.set_root_hash(root_hash.data(), root_hash.size());
  return head;
}

}  // namespace

absl::StatusOr<std::vector<v1::TreeHead>> ListTreeHeads(sql::Connection& connection,
                                                        std::string_view journal) {
  absl::StatusOr<sql::Statement> rows = connection.Prepare(
      "SELECT county, size, root_hash FROM journal_head WHERE size > 0 ORDER BY county");
  if (!rows.ok()) return rows.status();
  std::vector<v1::TreeHead> heads;
  absl::Status status = rows->ForEachRow([&](sql::Statement& row) {
    heads.push_back(MakeHead(journal, row.Text(0), row.Int64(1), row.Bytes(2)));
  });
  if (!status.ok()) return status;
  return heads;
}

absl::StatusOr<v1::TreeHead> ReadTreeHead(sql::Connection& connection, std::string_view journal,
                                          std::string_view county) {
  absl::StatusOr<sql::Statement> head =
      connection.Prepare("SELECT size, root_hash FROM journal_head WHERE county = ?1");
  if (!head.ok()) return head.status();
  absl::StatusOr<bool> row = head->BindAll(county).Step();
  if (!row.ok()) return row.status();
  if (!*row) return MakeHead(journal, county, 0, HashBytes(EmptyRoot()));
  return MakeHead(journal, county, head->Int64(0), head->Bytes(1));
}

absl::Status ReadEntries(sql::Connection& connection, std::string_view county, int64_t first_seq,
                         int count_max,
                         const std::function<void(std::string_view entry)>& on_entry) {
  absl::StatusOr<sql::Statement> rows = connection.Prepare(
      "SELECT entry FROM journal_entry WHERE county = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3");
  if (!rows.ok()) return rows.status();
  rows->BindAll(county, first_seq, count_max);
  return rows->ForEachRow([&on_entry](sql::Statement& row) { on_entry(row.Bytes(0)); });
}

absl::StatusOr<std::optional<std::string>> ReadEntry(sql::Connection& connection,
                                                     std::string_view county, int64_t seq) {
  std::optional<std::string> found;
  absl::Status status = ReadEntries(connection, county, seq, 1,
                                    [&found](std::string_view entry) { found.emplace(entry); });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<v1::EntryRef> ReadEntryRef(sql::Connection& connection, std::string_view journal,
                                          std::string_view county, int64_t seq) {
  absl::StatusOr<sql::Statement> leaf =
      connection.Prepare("SELECT leaf_hash FROM journal_entry WHERE county = ?1 AND seq = ?2");
  if (!leaf.ok()) return leaf.status();
  absl::StatusOr<bool> row = leaf->BindAll(county, seq).Step();
  if (!row.ok()) return row.status();
  if (!*row) return absl::NotFoundError("no such entry");
  v1::EntryRef ref;
  ref.set_journal(journal.data(), journal.size());
  ref.set_county(county.data(), county.size());
  ref.set_seq(seq);
  ref.set_leaf_hash(leaf->Bytes(0).data(), leaf->Bytes(0).size());
  return ref;
}

}  // namespace bangfu::journal
