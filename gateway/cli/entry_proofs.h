// Checks entries against the heads of a sheet: that the bytes of an entry hash to the leaf that was
// told, and that the leaf is in the tree that a head names. The heads are the sheet's, never those
// of the service that gives the proofs.
#ifndef BANGFU_GATEWAY_CLI_ENTRY_PROOFS_H_
#define BANGFU_GATEWAY_CLI_ENTRY_PROOFS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "gateway/cli/verdict.h"

namespace bangfu::cli {

// Asks the journal's service for entries (at most 1000) with their proofs in the head's tree.
using ProveEntries = std::function<absl::StatusOr<journal::v1::ProveInclusionResponse>(
    const journal::v1::TreeHead& head, const std::vector<int64_t>& seqs)>;

// "projects 510524 17", for messages.
std::string PlaceOf(const journal::v1::EntryRef& entry);

// Heads by journal and county.
using Heads = std::map<std::pair<std::string, std::string>, journal::v1::TreeHead>;

// The heads that `source` ("reporting", "households", "projects") read for the sheet.
Heads HeadsOf(const gateway::v1::AchievementSheet& sheet, std::string_view source);

class EntryProofs {
 public:
  EntryProofs(Heads heads, ProveEntries prove)
      : heads_(std::move(heads)), prove_(std::move(prove)) {}

  // Fetches and checks these entries; answers the bytes of each that is what it is said to be, in
  // the same order, and an empty string for each that is not. The Status is of the connection.
  absl::StatusOr<std::vector<std::string>> Check(
      const std::vector<const journal::v1::EntryRef*>& entries);

  // What was found so far: "leaf hashes" and "inclusion".
  std::vector<Verdict> Verdicts() const;

 private:
  // An entry, and where its bytes go.
  struct Asked {
    const journal::v1::EntryRef* entry;
    std::string* bytes;
  };

  // Checks entries of one log, at most as many as one call takes.
  absl::Status CheckSome(const journal::v1::TreeHead& head, std::span<const Asked> asked);
  // The bytes, when all is well with the entry; otherwise empty, and tallied.
  std::string CheckOne(const journal::v1::EntryRef& entry, const journal::v1::TreeHead& head,
                       const journal::v1::ProvenEntry& proven);

  Heads heads_;
  ProveEntries prove_;
  Tally leaves_;
  Tally inclusion_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_ENTRY_PROOFS_H_
