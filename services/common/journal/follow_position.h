// Where one follower of a journal stands, and what it is to be sent next. Reads the stored log;
// knows no stream: entry_stream.h sends what this finds.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_FOLLOW_POSITION_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_FOLLOW_POSITION_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/sql/connection.h"

namespace bangfu::journal {

// Bounds of one message: entries and, roughly, bytes.
inline constexpr int kStreamEntriesMax = 2000;
inline constexpr size_t kStreamBytesMax = 1 << 20;

class FollowPosition {
 public:
  // INVALID_ARGUMENT with field violations for a malformed position.
  static absl::StatusOr<FollowPosition> Make(std::string_view journal,
                                             const v1::StreamEntriesRequest& request);

  // Puts the next entries into `message` and moves on. False when there are none now.
  // INVALID_ARGUMENT, reason POSITION_BEYOND_LOG, when a position is beyond its log.
  // Cost: one listing of the heads for every round over the counties that moved.
  absl::StatusOr<bool> Next(sql::Connection& connection, v1::StreamEntriesResponse& message);

  // Whether Next() will list the heads again: all that the last listing found was sent.
  bool round_over() const { return behind_.empty(); }

 private:
  // As the request has them.
  struct Shards {
    int count = 0;
    std::set<int> members;
  };
  struct Behind {
    std::string county;
    int64_t size;
  };

  bool IsWanted(const std::string& county) const;
  absl::Status FindBehind(sql::Connection& connection);

  std::string journal_;
  bool follow_ = false;
  bool listed_ = false;
  int count_max_ = kStreamEntriesMax;        // of the next message
  std::set<std::string> only_;               // empty: all counties
  std::optional<Shards> shards_;             // absent: all
  std::map<std::string, int64_t> next_seq_;  // 0 where absent
  std::deque<Behind> behind_;                // counties with entries to send, as last listed
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_FOLLOW_POSITION_H_
