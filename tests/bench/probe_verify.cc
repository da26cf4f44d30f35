// How fast a journal is verified: replayed from its bytes, its root recomputed.
#include <algorithm>
#include <string>
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

constexpr size_t kEntriesMax = 1'000'000;  // what is kept of a journal: some 400 MB

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

absl::StatusOr<std::vector<std::string>> Fetch(const cli::GatewayClient& client,
                                               const journal::v1::TreeHead& head) {
  std::vector<std::string> entries;
  const auto wanted = std::min<size_t>(head.size(), kEntriesMax);
  absl::Status got = cli::StreamEntries(client, head, [&](int64_t, std::string_view bytes) {
    entries.emplace_back(bytes);
    return entries.size() < wanted;
  });
  if (!got.ok()) return got;
  return entries;
}

double RateOf(size_t entries, absl::Duration taken) {
  return static_cast<double>(entries) / absl::ToDoubleSeconds(taken);
}

}  // namespace

absl::Status ProbeVerify(const Site& site, Results& results) {
  site.plan.progress("a journal verified");
  const cli::GatewayClient client(site.suite.processes().gateway(), absl::Seconds(60));
  const auto head = LargestHead(client);
  if (!head.ok()) return head.status();
  const auto entries = Fetch(client, *head);
  if (!entries.ok()) return entries.status();

  absl::Time begin = absl::Now();
  cli::LogCheck check(*head);
  for (size_t seq = 0; seq < entries->size(); ++seq) {
    check.Add(static_cast<int64_t>(seq), (*entries)[seq]);
  }
  const std::vector<cli::Verdict> verdicts = check.Verdicts();
  const double rate = RateOf(entries->size(), absl::Now() - begin);
  const bool whole = static_cast<int64_t>(entries->size()) == head->size();
  if (whole && !cli::AllGood(verdicts)) return absl::DataLossError("a journal does not verify");

  begin = absl::Now();
  uint8_t all = 0;  // of every hash, so that none is left out
  for (const std::string& bytes : *entries) all ^= journal::Sha256(bytes)[0];
  const double bare = RateOf(entries->size(), absl::Now() - begin);

  Result line = LineOf(site, "verify_rate", "entries/s");
  line.value = rate;
  line.baseline = bare;
  line.against = "SHA-256 of the same bytes, each entry once";
  line.note = absl::StrCat("over ", GroupedDigits(static_cast<int64_t>(entries->size())),
                           " entries of one county", all == 0 ? "." : "");
  line.method =
      "once, on one core, from memory: as bangfuctl journal verify does, each entry parsed and "
      "compared with its place, hashed as a leaf, and the root folded";
  results.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
