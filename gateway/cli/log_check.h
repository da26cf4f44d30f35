// Checks one county's log from its entries alone: recomputes leaves and root as they come.
#ifndef BANGFU_GATEWAY_CLI_LOG_CHECK_H_
#define BANGFU_GATEWAY_CLI_LOG_CHECK_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bangfu/journal/v1/journal.pb.h"
#include "gateway/cli/entry_parser.h"
#include "gateway/cli/verdict.h"
#include "services/common/journal/merkle.h"

namespace bangfu::cli {

// Some sizes from 1 to below `size`, small and large ones, at most `count`: of trees that the log
// once was.
std::vector<int64_t> EarlierSizes(int64_t size, int count);

class LogCheck {
 public:
  // `head` is what the service claims the log to be.
  explicit LogCheck(journal::v1::TreeHead head);

  // The entries in order from seq 0 on. Those beyond the head's size are passed over.
  void Add(int64_t seq, std::string_view bytes);

  // The sizes whose roots it remembers.
  const std::vector<int64_t>& earlier_sizes() const { return earlier_sizes_; }

  // Checks a proof that the log of an earlier size is the beginning of the head's.
  void AddConsistency(int64_t old_size, const journal::v1::ProveConsistencyResponse& proof);

  std::vector<Verdict> Verdicts() const;

 private:
  std::string FlawOf(int64_t seq, std::string_view bytes);

  journal::v1::TreeHead head_;
  EntryParser parser_;
  std::vector<int64_t> earlier_sizes_;
  std::map<int64_t, journal::Hash> earlier_roots_;
  journal::CompactRange range_;
  Tally entries_;
  Tally consistency_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_LOG_CHECK_H_
