#include "gateway/cli/entry_proofs.h"

#include <algorithm>

#include "gateway/cli/status_text.h"
#include "services/common/journal/merkle.h"

namespace bangfu::cli {
namespace {

using journal::v1::EntryRef;
using journal::v1::ProvenEntry;
using journal::v1::TreeHead;

constexpr size_t kProofsMax = 1000;  // in one call

absl::Status VerifyInHead(const journal::Hash& leaf, const TreeHead& head,
                          const ProvenEntry& proven) {
  const absl::StatusOr<journal::Proof> path = journal::ParseProof(proven.audit_path());
  if (!path.ok()) return path.status();
  const absl::StatusOr<journal::Hash> root = journal::HashFromBytes(head.root_hash());
  if (!root.ok()) return root.status();
  return journal::VerifyInclusion(leaf, static_cast<uint64_t>(proven.seq()),
                                  static_cast<uint64_t>(head.size()), *path, *root);
}

}  // namespace

std::string PlaceOf(const EntryRef& entry) {
  return entry.journal() + " " + entry.county() + " " + std::to_string(entry.seq());
}

Heads HeadsOf(const gateway::v1::AchievementSheet& sheet, std::string_view source) {
  Heads heads;
  for (const gateway::v1::SourceHead& head : sheet.source_heads()) {
    if (head.source() != source) continue;
    heads[{head.tree_head().journal(), head.tree_head().county()}] = head.tree_head();
  }
  return heads;
}

std::string EntryProofs::CheckOne(const EntryRef& entry, const TreeHead& head,
                                  const ProvenEntry& proven) {
  if (proven.seq() != entry.seq()) {
    inclusion_.Add(PlaceOf(entry) + " was answered with another entry");
    return {};
  }
  const journal::Hash leaf = journal::LeafHash(proven.entry());
  const bool same_leaf = journal::HashBytes(leaf) == entry.leaf_hash();
  leaves_.Add(same_leaf ? std::string() : PlaceOf(entry) + " hashes to another leaf");
  const absl::Status included = VerifyInHead(leaf, head, proven);
  inclusion_.Add(included.ok() ? std::string() : PlaceOf(entry) + ": " + MessageOf(included));
  return same_leaf && included.ok() ? proven.entry() : std::string();
}

absl::StatusOr<std::vector<std::string>> EntryProofs::Check(
    const std::vector<const EntryRef*>& entries) {
  std::vector<std::string> bytes(entries.size());
  std::map<std::pair<std::string, std::string>, std::vector<Asked>> by_log;
  for (size_t i = 0; i < entries.size(); ++i) {
    const EntryRef& entry = *entries[i];
    const auto head = heads_.find({entry.journal(), entry.county()});
    if (head == heads_.end() || entry.seq() < 0 || entry.seq() >= head->second.size()) {
      inclusion_.Add(PlaceOf(entry) + " is beyond the heads on the sheet");
    } else {
      by_log[head->first].push_back({&entry, &bytes[i]});
    }
  }
  for (const auto& [log, asked] : by_log) {
    const std::span<const Asked> all(asked);
    for (size_t begin = 0; begin < all.size(); begin += kProofsMax) {
      const absl::Status status =
          CheckSome(heads_.at(log), all.subspan(begin, std::min(kProofsMax, all.size() - begin)));
      if (!status.ok()) return status;
    }
  }
  return bytes;
}

absl::Status EntryProofs::CheckSome(const TreeHead& head, std::span<const Asked> asked) {
  std::vector<int64_t> seqs;
  for (const Asked& one : asked) seqs.push_back(one.entry->seq());
  const auto answer = prove_(head, seqs);
  if (!answer.ok()) return answer.status();
  for (size_t i = 0; i < asked.size(); ++i) {
    if (static_cast<int>(i) < answer->proven_entries_size()) {
      *asked[i].bytes =
          CheckOne(*asked[i].entry, head, answer->proven_entries(static_cast<int>(i)));
    } else {
      inclusion_.Add(PlaceOf(*asked[i].entry) + " came without a proof");
    }
  }
  return absl::OkStatus();
}

std::vector<Verdict> EntryProofs::Verdicts() const {
  return {leaves_.ToVerdict("leaf hashes", "entries hash to the leaf that was told"),
          inclusion_.ToVerdict("inclusion", "entries are in the trees that the sheet names")};
}

}  // namespace bangfu::cli
