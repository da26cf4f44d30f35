#include "services/common/journal/prove.h"

#include <optional>
#include <string>

#include "services/common/journal/journal_reader.h"
#include "services/common/journal/merkle.h"
#include "services/common/journal/subtrees.h"
#include "services/common/status/errors.h"

namespace bangfu::journal {
namespace {

absl::Status BeyondLog(const std::string& what, int64_t found, int64_t size) {
  return Error(
      absl::StatusCode::kOutOfRange, "BEYOND_LOG",
      "found " + what + " " + std::to_string(found) + ", expected at most " + std::to_string(size));
}

// The size of the county's log. NOT_FOUND when it has none.
absl::StatusOr<int64_t> LogSize(sql::Connection& connection, const std::string& county) {
  absl::StatusOr<v1::TreeHead> head = ReadTreeHead(connection, "", county);
  if (!head.ok()) return head.status();
  if (head->size() == 0) {
    return Error(absl::StatusCode::kNotFound, "LOG_NOT_FOUND", "this county has no log here");
  }
  return head->size();
}

SubtreeReader ReaderOf(Subtrees& subtrees) {
  return [&subtrees](int level, uint64_t index) { return subtrees.Read(level, index); };
}

absl::Status ProveEntry(sql::Connection& connection, const v1::ProveInclusionRequest& request,
                        int64_t seq, Subtrees& subtrees, v1::ProvenEntry& proven) {
  if (seq < 0 || seq >= request.tree_size()) {
    return BeyondLog("seq", seq, request.tree_size() - 1);
  }
  absl::StatusOr<std::optional<std::string>> entry = ReadEntry(connection, request.county(), seq);
  if (!entry.ok()) return entry.status();
  if (!entry->has_value()) return absl::DataLossError("the log lacks an entry it should have");
  absl::StatusOr<Proof> path = InclusionProof(seq, request.tree_size(), ReaderOf(subtrees));
  if (!path.ok()) return path.status();
  proven.set_seq(seq);
  proven.set_entry(**std::move(entry));
  for (const Hash& hash : *path) proven.add_audit_path(std::string(HashBytes(hash)));
  return absl::OkStatus();
}

}  // namespace

absl::Status ProveInclusion(sql::Connection& connection, const v1::ProveInclusionRequest& request,
                            v1::ProveInclusionResponse& response) {
  if (request.seqs_size() > kProvenEntriesMax) {
    return InvalidFields({{"seqs", "found " + std::to_string(request.seqs_size()) +
                                       " entries, expected at most 1000"}});
  }
  absl::StatusOr<int64_t> size = LogSize(connection, request.county());
  if (!size.ok()) return size.status();
  if (request.tree_size() < 1 || request.tree_size() > *size) {
    return BeyondLog("tree_size", request.tree_size(), *size);
  }
  Subtrees subtrees(connection, request.county());
  for (const int64_t seq : request.seqs()) {
    absl::Status proven =
        ProveEntry(connection, request, seq, subtrees, *response.add_proven_entries());
    if (!proven.ok()) return proven;
  }
  return absl::OkStatus();
}

absl::Status ProveConsistency(sql::Connection& connection,
                              const v1::ProveConsistencyRequest& request,
                              v1::ProveConsistencyResponse& response) {
  absl::StatusOr<int64_t> size = LogSize(connection, request.county());
  if (!size.ok()) return size.status();
  if (request.new_size() > *size) return BeyondLog("new_size", request.new_size(), *size);
  if (request.old_size() < 1 || request.old_size() > request.new_size()) {
    return BeyondLog("old_size", request.old_size(), request.new_size());
  }
  Subtrees subtrees(connection, request.county());
  absl::StatusOr<Proof> path =
      ConsistencyProof(request.old_size(), request.new_size(), ReaderOf(subtrees));
  if (!path.ok()) return path.status();
  for (const Hash& hash : *path) response.add_path(std::string(HashBytes(hash)));
  return absl::OkStatus();
}

}  // namespace bangfu::journal
