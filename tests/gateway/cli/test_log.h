// A journal in memory: entries of one county, its head and its proofs.
#ifndef BANGFU_TESTS_GATEWAY_CLI_TEST_LOG_H_
#define BANGFU_TESTS_GATEWAY_CLI_TEST_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "services/common/journal/merkle.h"

namespace bangfu::cli {

class TestLog {
 public:
  TestLog(std::string journal, std::string county)
      : journal_(std::move(journal)), county_(std::move(county)) {}

  // Adds an entry with this event.
  journal::v1::EntryRef Append(const google::protobuf::Message& event);

  journal::v1::TreeHead Head() const;
  journal::v1::TreeHead HeadAt(int64_t size) const;
  const std::vector<std::string>& entries() const { return entries_; }

  journal::v1::ProveInclusionResponse Prove(const std::vector<int64_t>& seqs,
                                            int64_t tree_size) const;
  journal::v1::ProveConsistencyResponse ProveConsistency(int64_t old_size, int64_t new_size) const;

 private:
  absl::StatusOr<journal::Hash> Subtree(int level, uint64_t index) const;

  std::string journal_;
  std::string county_;
  std::vector<std::string> entries_;
  journal::CompactRange range_;
  std::map<std::pair<int, uint64_t>, journal::Hash> subtrees_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_TESTS_GATEWAY_CLI_TEST_LOG_H_
