#include "services/common/records/write_batch.h"

#include <optional>
#include <utility>

#include "services/common/journal/appender.h"
#include "services/common/journal/write_request.h"
#include "services/common/sql/retry.h"
#include "services/common/sql/transaction.h"

namespace bangfu::records {
namespace {

using journal::v1::BatchResult;

// The answer given before, marked as such; nothing when the request is new.
absl::StatusOr<std::optional<BatchResult>> FindAnswer(sql::Connection& connection,
                                                      const journal::RequestKey& key,
                                                      const journal::Hash& request_hash) {
  absl::StatusOr<std::optional<std::string>> stored =
      journal::FindResponse(connection, key, request_hash);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return std::nullopt;
  BatchResult result;
  if (!result.ParseFromString(**stored)) return absl::DataLossError("a stored answer is torn");
  result.set_repeated(true);
  return result;
}

// Enters the records and appends what is new; counts into `result`.
absl::Status WriteRecords(sql::Connection& connection, RecordWriter& writer,
                          journal::Appender& appender, Violations& violations,
                          BatchResult& result) {
  if (absl::Status begun = writer.Begin(connection); !begun.ok()) return begun;
  std::string event;
  for (int index = 0; index < writer.count(); ++index) {
    violations.BeginRecord(index);
    if (violations.has_any(index)) continue;
    absl::StatusOr<Outcome> outcome =
        writer.Write(connection, index, appender.next_seq(), violations, event);
    if (!outcome.ok()) return outcome.status();
    if (*outcome == Outcome::kUnchanged) result.set_unchanged_count(result.unchanged_count() + 1);
    if (*outcome != Outcome::kRecorded) continue;
    if (absl::Status status = appender.Append(event); !status.ok()) return status;
    result.set_recorded_count(result.recorded_count() + 1);
  }
  return absl::OkStatus();
}

// The batch's head, answer and result, once its records are in.
absl::Status Conclude(sql::Connection& connection, const BatchHeader& header,
                      const journal::RequestKey& key, journal::Appender& appender,
                      BatchResult& result) {
  journal::v1::JournalPosition* position = result.mutable_position();
  position->set_journal(header.journal);
  position->set_county(header.county);
  position->set_size(appender.next_seq());
  if (result.recorded_count() > 0) {
    if (absl::Status status = appender.Close(); !status.ok()) return status;
  }
  absl::Status saved =
      journal::SaveResponse(connection, key, header.request_hash, result.SerializeAsString());
  return saved.ok() ? connection.EndCollecting() : saved;
}

absl::StatusOr<BatchResult> TryWrite(sql::Connection& connection, const BatchHeader& header,
                                     RecordWriter& writer, Violations violations, bool collect) {
  const journal::RequestKey key = {header.county, header.actor, header.request_id};
  absl::StatusOr<sql::Savepoint> savepoint = sql::Savepoint::Set(connection);
  if (!savepoint.ok()) return savepoint.status();
  absl::StatusOr<journal::Appender> appender = journal::Appender::Open(
      connection,
      {header.journal, header.county, header.recorded_at, header.actor, header.request_id});
  if (!appender.ok()) return appender.status();
  if (!header.validate_only) {
    absl::StatusOr<std::optional<BatchResult>> answer =
        FindAnswer(connection, key, header.request_hash);
    if (!answer.ok()) return answer.status();
    if (answer->has_value()) return **std::move(answer);
  }
  if (collect) connection.BeginCollecting();
  BatchResult result;
  result.set_request_id(header.request_id);
  absl::Status written = WriteRecords(connection, writer, *appender, violations, result);
  if (!written.ok()) return written;
  if (!violations.empty()) {
    result.clear_recorded_count();
    result.clear_unchanged_count();
    std::move(violations).MoveTo(result);
  }
  if (!result.violations().empty() || header.validate_only) {
    // What was collected so far is sent, or a row that stands there would not be noticed.
    if (absl::Status sent = connection.EndCollecting(); !sent.ok()) return sent;
    if (absl::Status status = savepoint->Rollback(); !status.ok()) return status;
    return result;
  }
  absl::Status concluded = Conclude(connection, header, key, *appender, result);
  if (concluded.ok()) concluded = savepoint->Release();
  if (!concluded.ok()) return concluded;
  return result;
}

}  // namespace

absl::StatusOr<BatchResult> WriteBatch(sql::Connection& connection, const BatchHeader& header,
                                       RecordWriter& writer, const Violations& violations) {
  absl::StatusOr<BatchResult> result =
      TryWrite(connection, header, writer, violations, /*collect=*/true);
  if (!sql::IsRowsStandThere(result.status())) return result;
  return TryWrite(connection, header, writer, violations, /*collect=*/false);
}

}  // namespace bangfu::records
