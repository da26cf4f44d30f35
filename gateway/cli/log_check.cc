#include "gateway/cli/log_check.h"

#include <algorithm>
#include <utility>

#include "gateway/cli/status_text.h"
#include "services/common/text/digits.h"

namespace bangfu::cli {

std::vector<int64_t> EarlierSizes(int64_t size, int count) {
  std::vector<int64_t> sizes = {1, size / 2, size - 1};
  for (int i = 1; static_cast<int>(sizes.size()) < count; ++i) sizes.push_back(size * i / count);
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  std::erase_if(sizes, [size](int64_t earlier) { return earlier < 1 || earlier >= size; });
  return sizes;
}

LogCheck::LogCheck(journal::v1::TreeHead head)
    : head_(std::move(head)), earlier_sizes_(EarlierSizes(head_.size(), 5)) {}

std::string LogCheck::FlawOf(int64_t seq, std::string_view bytes) {
  const auto place = [seq] { return "entry " + std::to_string(seq); };
  if (seq != static_cast<int64_t>(range_.size())) {
    return place() + " came where entry " + std::to_string(range_.size()) + " was due";
  }
  const absl::Status parsed = parser_.Parse(bytes);
  if (!parsed.ok()) return place() + ": " + MessageOf(parsed);
  const journal::v1::Entry& entry = parser_.entry();
  if (entry.journal() != head_.journal() || entry.county() != head_.county() ||
      entry.seq() != seq) {
    return place() + " names another place in the journals";
  }
  return {};
}

void LogCheck::Add(int64_t seq, std::string_view bytes) {
  const auto size = static_cast<int64_t>(range_.size());
  if (size >= head_.size()) return;
  entries_.Add(FlawOf(seq, bytes));
  range_.Append(journal::LeafHash(bytes));
  if (std::binary_search(earlier_sizes_.begin(), earlier_sizes_.end(), size + 1)) {
    earlier_roots_[size + 1] = range_.Root();
  }
}

void LogCheck::AddConsistency(int64_t old_size,
                              const journal::v1::ProveConsistencyResponse& proof) {
  const auto verify = [&]() -> absl::Status {
    const auto old_root = earlier_roots_.find(old_size);
    if (old_root == earlier_roots_.end()) return absl::DataLossError("the log is shorter");
    const absl::StatusOr<journal::Proof> path = journal::ParseProof(proof.path());
    if (!path.ok()) return path.status();
    const absl::StatusOr<journal::Hash> root = journal::HashFromBytes(head_.root_hash());
    if (!root.ok()) return root.status();
    return journal::VerifyConsistency(static_cast<uint64_t>(old_size), old_root->second,
                                      static_cast<uint64_t>(head_.size()), *root, *path);
  };
  const absl::Status status = verify();
  consistency_.Add(status.ok()
                       ? std::string()
                       : "from size " + std::to_string(old_size) + ": " + MessageOf(status));
}

std::vector<Verdict> LogCheck::Verdicts() const {
  const std::string log = head_.journal() + " " + head_.county() + ": ";
  const std::string root = journal::ToHex(range_.Root());
  const bool same_root = journal::HashBytes(range_.Root()) == head_.root_hash();
  const bool whole = static_cast<int64_t>(range_.size()) == head_.size();
  Verdict head = {same_root && whole, "root"};
  head.detail = log + text::GroupDigits(static_cast<int64_t>(range_.size())) +
                " entries lead to the root " + root.substr(0, 16);
  if (!head.good) {
    head.detail += ", not to the head of size " + text::GroupDigits(head_.size());
  }
  return {entries_.ToVerdict("entries", "entries of " + head_.journal() + " " + head_.county() +
                                            " stand where they say"),
          head, consistency_.ToVerdict("consistency", "earlier trees are beginnings of this one")};
}

}  // namespace bangfu::cli
