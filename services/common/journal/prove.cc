#include "services/common/journal/prove.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/journal/journal_reader.h"
#include "services/common/journal/merkle.h"
#include "services/common/journal/subtrees.h"
#include "services/common/status/errors.h"

namespace bangfu::journal {
namespace {

constexpr int kPathsTogether = 100;

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

absl::Status CheckSeqs(const v1::ProveInclusionRequest& request) {
  for (const int64_t seq : request.seqs()) {
    if (seq < 0 || seq >= request.tree_size()) {
      return BeyondLog("seq", seq, request.tree_size() - 1);
    }
  }
  return absl::OkStatus();
}

// The entries asked for, by number, without their proofs.
absl::Status ReadProven(sql::Connection& connection, const v1::ProveInclusionRequest& request,
                        v1::ProveInclusionResponse& response) {
  absl::StatusOr<sql::Statement> entries =
      connection.Prepare("SELECT entry FROM journal_entry WHERE county = ?1 AND seq = ?2");
  if (!entries.ok()) return entries.status();
  for (const int64_t seq : request.seqs()) response.add_proven_entries()->set_seq(seq);
  int found = 0;
  absl::Status read = entries->RunEach(
      static_cast<size_t>(request.seqs_size()),
      [&request](sql::Statement& query, size_t i) {
        query.BindAll(std::string_view(request.county()), request.seqs(static_cast<int>(i)));
      },
      [&](sql::Statement& row, size_t i) {
        const std::string_view entry = row.Bytes(0);
        response.mutable_proven_entries(static_cast<int>(i))->set_entry(entry.data(), entry.size());
        ++found;
        return absl::OkStatus();
      });
  if (!read.ok() || found == request.seqs_size()) return read;
  return absl::DataLossError("the log lacks an entry it should have");
}

absl::Status AddPath(int64_t tree_size, Subtrees& subtrees, v1::ProvenEntry& proven) {
  absl::StatusOr<Proof> path = InclusionProof(proven.seq(), tree_size, ReaderOf(subtrees));
  if (!path.ok()) return path.status();
  for (const Hash& hash : *path) proven.add_audit_path(std::string(HashBytes(hash)));
  return absl::OkStatus();
}

// So many entries at a time, since Subtrees keeps only so much.
absl::Status AddPaths(int64_t tree_size, Subtrees& subtrees, v1::ProveInclusionResponse& response) {
  for (int first = 0; first < response.proven_entries_size(); first += kPathsTogether) {
    const int end = std::min(first + kPathsTogether, response.proven_entries_size());
    std::vector<std::pair<int, uint64_t>> needed;
    for (int i = first; i < end; ++i) {
      const auto of_one = InclusionSubtrees(response.proven_entries(i).seq(), tree_size);
      needed.insert(needed.end(), of_one.begin(), of_one.end());
    }
    if (absl::Status prepared = subtrees.Prepare(needed); !prepared.ok()) return prepared;
    for (int i = first; i < end; ++i) {
      absl::Status added = AddPath(tree_size, subtrees, *response.mutable_proven_entries(i));
      if (!added.ok()) return added;
    }
  }
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
  absl::Status status = CheckSeqs(request);
  if (status.ok()) status = ReadProven(connection, request, response);
  if (!status.ok()) return status;
  Subtrees subtrees(connection, request.county());
  return AddPaths(request.tree_size(), subtrees, response);
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
