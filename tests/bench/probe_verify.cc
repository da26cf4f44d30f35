// How fast a journal is verified: replayed from its bytes, its root recomputed.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "gateway/cli/gateway_client.h"
#include "gateway/cli/journal_client.h"
#include "gateway/cli/log_check.h"
#include "services/common/journal/merkle_hash.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {
namespace {

constexpr size_t kAtOnce = 100'000;  // entries that are kept: some 40 MB

// The largest log of the projects.
absl::StatusOr<journal::v1::TreeHead> LargestHead(const cli::GatewayClient& client) {
  const auto heads = cli::ListHeads(client, "projects");
  if (!heads.ok()) return heads.status();
  journal::v1::TreeHead head = *std::max_element(
      heads->begin(), heads->end(),
      [](const auto& left, const auto& right) { return left.size() < right.size(); });
  head.set_journal("projects");
  return head;
}

// Verifies a log some entries at a time, so that no log is too long: the time of each part is taken
// while its entries are in memory, and added up.
class TimedCheck {
 public:
  explicit TimedCheck(const journal::v1::TreeHead& head) : check_(head) {}

  void Add(std::string_view bytes) {
    entries_.emplace_back(bytes);
    if (entries_.size() == kAtOnce) Flush();
  }

  // What bangfuctl would say of all that was added.
  std::vector<cli::Verdict> Verdicts() {
    Flush();
    const absl::Time begin = absl::Now();
    std::vector<cli::Verdict> verdicts = check_.Verdicts();
    checking_ += absl::Now() - begin;
    return verdicts;
  }

  int64_t entries() const { return checked_; }
  double rate_s() const { return RateOf(checking_); }
  double bare_rate_s() const { return RateOf(hashing_); }

 private:
  void Flush() {
    const absl::Time begin = absl::Now();
    for (const std::string& bytes : entries_) check_.Add(checked_++, bytes);
    const absl::Time checked = absl::Now();
    for (const std::string& bytes : entries_) all_ = all_ ^ journal::Sha256(bytes)[0];
    checking_ += checked - begin;
    hashing_ += absl::Now() - checked;
    entries_.clear();
  }

  double RateOf(absl::Duration taken) const {
    return static_cast<double>(checked_) / absl::ToDoubleSeconds(taken);
  }

  cli::LogCheck check_;
  std::vector<std::string> entries_;
  int64_t checked_ = 0;
  absl::Duration checking_, hashing_;
  volatile uint8_t all_ = 0;  // of every hash, so that none is left out
};

}  // namespace

absl::Status ProbeVerify(const Site& site, Results& results) {
  site.plan.progress("a journal verified");
  const cli::GatewayClient client(site.suite.processes().gateway(), absl::Seconds(60));
  const auto head = LargestHead(client);
  if (!head.ok()) return head.status();
  TimedCheck check(*head);
  absl::Status got = cli::StreamEntries(client, *head, [&](int64_t seq, std::string_view bytes) {
    if (seq < head->size()) check.Add(bytes);
    return seq + 1 < head->size();
  });
  if (!got.ok()) return got;
  if (!cli::AllGood(check.Verdicts()) || check.entries() != head->size()) {
    return absl::DataLossError("a journal does not verify");
  }

  Result line = LineOf(site, "verify_rate", "entries/s");
  line.value = check.rate_s();
  line.baseline = check.bare_rate_s();
  line.against = "SHA-256 of the same bytes, each entry once";
  line.note = absl::StrCat("over ", GroupedDigits(check.entries()),
                           " entries of one county, whose root came out as the service says");
  line.method =
      "once, on one core, from memory, the time of fetching left out: as bangfuctl journal verify "
      "does, each entry parsed and compared with its place, hashed as a leaf, the root folded and "
      "compared";
  results.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
