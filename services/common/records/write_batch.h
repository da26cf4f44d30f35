// How every write lands: one county, one request, all or nothing, in one savepoint of the writer's
// transaction: state rows, journal entries with their hashes, the head, and the stored answer.
// What a record is, and how it is entered, is the service's: it passes a RecordWriter.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_WRITE_BATCH_H_
#define BANGFU_SERVICES_COMMON_RECORDS_WRITE_BATCH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "bangfu/journal/v1/write.pb.h"
#include "services/common/journal/merkle_hash.h"
#include "services/common/records/violations.h"
#include "services/common/sql/connection.h"

namespace bangfu::records {

// Who makes a change, until there are credentials to say so.
inline constexpr std::string_view kLoopbackActor = "loopback";

// What became of one record.
enum class Outcome {
  kRecorded,   // its rows were inserted; `event` holds what the journal shall say
  kUnchanged,  // it stands there with the same content
  kRefused,    // violations tell why; no row was touched, or the batch is rolled back anyhow
};

// Enters the records of one batch, in order.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;

  // Number of records.
  virtual int count() const = 0;

  // Comes before the first record, whenever the batch is written: what its records will ask for is
  // looked up together, and what was known of a try before is forgotten.
  virtual absl::Status Begin(sql::Connection& connection) = 0;

  // Enters record `index` as the entry `seq`. On kRecorded sets `event` to a serialised Event. A
  // Status is a failure of the database, not of the record.
  virtual absl::StatusOr<Outcome> Write(sql::Connection& connection, int index, int64_t seq,
                                        Violations& violations, std::string& event) = 0;
};

struct BatchHeader {
  std::string journal;  // "households" or "projects"
  std::string county;   // six digits
  std::string actor;
  std::string request_id;
  // Of the content; must not reveal personal data to who reads the database.
  journal::Hash request_hash = {};
  bool validate_only = false;
  absl::Time recorded_at;
};

// Writes the batch. `violations` are those found before (then the rest is still checked, and
// nothing is written). ALREADY_EXISTS, reason REQUEST_ID_REUSED, for an id used with other content.
// The caller is an executor's writer, in its transaction, from here on alone with the county's log.
// Cost: one lookup and one head per batch; per record what Write costs and an entry row. Rows are
// collected (Connection::BeginCollecting) as if all records were new; where one is not, the batch
// is written a second time, row by row.
absl::StatusOr<journal::v1::BatchResult> WriteBatch(sql::Connection& connection,
                                                    const BatchHeader& header, RecordWriter& writer,
                                                    const Violations& violations);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_WRITE_BATCH_H_
