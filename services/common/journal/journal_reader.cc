#include "services/common/journal/journal_reader.h"

#include "services/common/journal/merkle.h"

namespace bangfu::journal {
namespace {

constexpr std::string_view kHead = "SELECT size, root_hash FROM journal_head WHERE county = ?1";

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
  absl::StatusOr<sql::Statement> head = connection.Prepare(kHead);
  if (!head.ok()) return head.status();
  absl::StatusOr<bool> row = head->BindAll(county).Step();
  if (!row.ok()) return row.status();
  if (!*row) return MakeHead(journal, county, 0, HashBytes(EmptyRoot()));
  return MakeHead(journal, county, head->Int64(0), head->Bytes(1));
}

absl::StatusOr<std::vector<v1::TreeHead>> ReadTreeHeads(sql::Connection& connection,
                                                        std::string_view journal,
                                                        const std::vector<std::string>& counties) {
  absl::StatusOr<sql::Statement> query = connection.Prepare(kHead);
  if (!query.ok()) return query.status();
  std::vector<v1::TreeHead> heads;
  absl::Status read = query->RunEach(
      counties.size(),
      [&counties](sql::Statement& one, size_t i) { one.Bind(1, std::string_view(counties[i])); },
      [&](sql::Statement& row, size_t i) {
        if (row.Int64(0) == 0) return absl::OkStatus();
        heads.push_back(MakeHead(journal, counties[i], row.Int64(0), row.Bytes(1)));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return heads;
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

absl::StatusOr<std::vector<v1::EntryRef>> ReadEntryRefs(sql::Connection& connection,
                                                        std::string_view journal,
                                                        const std::vector<EntryPlace>& places) {
  std::vector<v1::EntryRef> refs(places.size());
  if (places.empty()) return refs;
  absl::StatusOr<sql::Statement> leaves =
      connection.Prepare("SELECT leaf_hash FROM journal_entry WHERE county = ?1 AND seq = ?2");
  if (!leaves.ok()) return leaves.status();
  size_t found = 0;
  absl::Status read = leaves->RunEach(
      places.size(),
      [&places](sql::Statement& one, size_t i) {
        one.BindAll(std::string_view(places[i].county), places[i].seq);
      },
      [&](sql::Statement& row, size_t i) {
        refs[i].set_journal(journal.data(), journal.size());
        refs[i].set_county(places[i].county);
        refs[i].set_seq(places[i].seq);
        refs[i].set_leaf_hash(row.Bytes(0).data(), row.Bytes(0).size());
        ++found;
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  if (found < places.size()) return absl::NotFoundError("no such entry");
  return refs;
}

}  // namespace bangfu::journal
