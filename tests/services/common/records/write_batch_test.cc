// How a batch lands, whatever its records are: here a record is an id and a text.
#include "services/common/records/write_batch.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/journal/journal_reader.h"
#include "services/common/records/enter.h"
#include "services/common/records/rows.h"
#include "services/common/sql/transaction.h"
#include "services/common/status/errors.h"
#include "tests/services/common/journal/journal_database.h"

namespace bangfu::records {
namespace {

using journal::v1::BatchResult;

struct Note {
  std::string id;
  std::string text;
};

class NoteWriter final : public RecordWriter {
 public:
  explicit NoteWriter(std::vector<Note> notes) : notes_(std::move(notes)) {}

  int count() const override { return static_cast<int>(notes_.size()); }
  absl::Status Begin(sql::Connection&) override {
    ++begun_count;
    return absl::OkStatus();
  }

  absl::StatusOr<Outcome> Write(sql::Connection& connection, int index, int64_t seq,
                                Violations& violations, std::string& event) override {
    const Note& note = notes_[index];
    if (note.text == "database down") return absl::UnavailableError("the database is down");
    const absl::StatusOr<bool> inserted = InsertRow(
        connection, "INSERT INTO note (id, text, seq) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        std::string_view(note.id), std::string_view(note.text), seq);
    if (!inserted.ok()) return inserted.status();
    event = note.id + "=" + note.text;
    if (*inserted) return Outcome::kRecorded;
    const auto stored = FindRow(
        connection, "SELECT text FROM note WHERE id = ?1",
        [](sql::Statement& row) { return std::string(row.Text(0)); }, std::string_view(note.id));
    if (**stored == note.text) return Outcome::kUnchanged;
    FieldChecker check(violations, "note");
    RefuseDifferent(check, note.id);
    return Outcome::kRefused;
  }

  int begun_count = 0;

 private:
  std::vector<Note> notes_;
};

class WriteBatchTest : public ::testing::Test, protected journal::JournalDatabase {
 protected:
  WriteBatchTest() {
    EXPECT_TRUE(connection()
                    .Execute("CREATE TABLE note (id TEXT PRIMARY KEY, text TEXT, seq INTEGER)")
                    .ok());
  }

  absl::StatusOr<BatchResult> Write(const std::string& request_id, std::vector<Note> notes,
                                    bool validate_only = false, Violations violations = {}) {
    std::string content;
    for (const Note& note : notes) content += note.id + "=" + note.text + ";";
    BatchHeader header = {.journal = "projects",
                          .county = "510524",
                          .actor = "loopback",
                          .request_id = request_id,
                          .request_hash = journal::Sha256(content),
                          .validate_only = validate_only,
                          .recorded_at = absl::FromUnixSeconds(1609459200)};
    NoteWriter writer(std::move(notes));
    auto transaction = sql::Transaction::Begin(connection(), sql::TransactionKind::kWrite);
    EXPECT_TRUE(transaction.ok());
    absl::StatusOr<BatchResult> result =
        WriteBatch(connection(), header, writer, std::move(violations));
    EXPECT_TRUE(transaction->Commit().ok());
    return result;
  }

  std::vector<std::string> Events() {
    std::vector<std::string> events;
    EXPECT_TRUE(journal::ReadEntries(connection(), "510524", 0, 1000, [&](std::string_view bytes) {
                  journal::v1::Entry entry;
                  EXPECT_TRUE(entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
                  events.push_back(entry.event());
                }).ok());
    return events;
  }
  std::vector<int64_t> Notes() {
    return sql::Column(connection(), "SELECT seq FROM note ORDER BY id");
  }
  std::vector<int64_t> StoredAnswers() {
    return sql::Column(connection(), "SELECT count(*) FROM write_request");
  }
};

TEST_F(WriteBatchTest, NewRecordsBecomeRowsAndEntries) {
  const auto result = Write("r1", {{"a", "1"}, {"b", "2"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->recorded_count(), 2);
  EXPECT_EQ(result->position().size(), 2);
  EXPECT_THAT(Events(), ::testing::ElementsAre("a=1", "b=2"));
  EXPECT_THAT(Notes(), ::testing::ElementsAre(0, 1));
}

TEST_F(WriteBatchTest, SameRequestTwiceHasOneEffectAndTheSameAnswer) {
  const auto first = Write("r1", {{"a", "1"}});
  auto second = Write("r1", {{"a", "1"}});
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(second->repeated());
  second->clear_repeated();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Events().size(), 1u);
}

TEST_F(WriteBatchTest, SameRequestIdWithOtherContentIsRefused) {
  ASSERT_TRUE(Write("r1", {{"a", "1"}}).ok());
  const auto second = Write("r1", {{"b", "1"}});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(second.status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Events().size(), 1u);
}

TEST_F(WriteBatchTest, SameContentUnderANewIdIsUnchangedAndItsAnswerKept) {
  ASSERT_TRUE(Write("r1", {{"a", "1"}}).ok());
  const auto again = Write("r2", {{"a", "1"}});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->unchanged_count(), 1);
  EXPECT_EQ(again->recorded_count(), 0);
  EXPECT_EQ(again->position().size(), 1);
  EXPECT_EQ(Events().size(), 1u);
  EXPECT_THAT(StoredAnswers(), ::testing::ElementsAre(2));
  // So the id cannot stand for anything else later.
  EXPECT_EQ(ReasonOf(Write("r2", {{"b", "1"}}).status()), "REQUEST_ID_REUSED");
}

TEST_F(WriteBatchTest, OneRefusedRecordUndoesTheWholeBatch) {
  ASSERT_TRUE(Write("r1", {{"a", "1"}}).ok());
  const auto refused = Write("r2", {{"b", "1"}, {"a", "2"}, {"c", "3"}});
  ASSERT_TRUE(refused.ok());
  ASSERT_EQ(refused->violations_size(), 1);
  EXPECT_EQ(refused->violations(0).record_index(), 1);
  EXPECT_EQ(refused->violations(0).field(), "note.name");
  EXPECT_EQ(refused->recorded_count(), 0);
  EXPECT_FALSE(refused->has_position());
  EXPECT_EQ(Notes().size(), 1u);
  EXPECT_EQ(Events().size(), 1u);
}

TEST_F(WriteBatchTest, ARefusedRequestCanBeMendedUnderTheSameId) {
  ASSERT_TRUE(Write("r1", {{"a", "1"}}).ok());
  ASSERT_FALSE(Write("r2", {{"a", "2"}})->violations().empty());
  EXPECT_EQ(Write("r2", {{"b", "2"}})->recorded_count(), 1);
}

TEST_F(WriteBatchTest, FieldsFoundWrongBeforeKeepTheRestFromBeingWritten) {
  Violations violations;
  violations.BeginRecord(0);
  violations.Add("note.text", journal::v1::VIOLATION_REASON_INVALID_FIELD, "found no text");
  const auto refused = Write("r1", {{"a", ""}, {"b", "2"}}, false, std::move(violations));
  ASSERT_EQ(refused->violations_size(), 1);
  EXPECT_TRUE(Notes().empty());
}

TEST_F(WriteBatchTest, ViolationsBeyondFiftyAreCounted) {
  ASSERT_TRUE(Write("r1", {{"a", "1"}}).ok());
  const auto refused = Write("r2", std::vector<Note>(60, {"a", "2"}));
  EXPECT_EQ(refused->violations_size(), 50);
  EXPECT_EQ(refused->violations_left_out(), 10);
}

TEST_F(WriteBatchTest, ValidateOnlyTellsAndWritesNothing) {
  const auto result = Write("r1", {{"a", "1"}}, /*validate_only=*/true);
  EXPECT_EQ(result->recorded_count(), 1);
  EXPECT_TRUE(Notes().empty());
  EXPECT_TRUE(Events().empty());
  EXPECT_THAT(StoredAnswers(), ::testing::ElementsAre(0));
  EXPECT_FALSE(Write("r1", {{"a", "1"}})->repeated());
}

TEST_F(WriteBatchTest, AFailingDatabaseLeavesNothingHalfWritten) {
  const auto failed = Write("r1", {{"a", "1"}, {"b", "database down"}});
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Notes().empty());
  EXPECT_TRUE(Events().empty());
}

TEST_F(WriteBatchTest, TheSameCommandsGiveTheSameLog) {
  ASSERT_TRUE(Write("r1", {{"a", "1"}, {"b", "2"}}).ok());
  const auto head = journal::ReadTreeHead(connection(), "projects", "510524");
  ASSERT_TRUE(connection()
                  .Execute("DELETE FROM note; DELETE FROM journal_head; "
                           "DELETE FROM journal_entry; DELETE FROM write_request")
                  .ok());
  ASSERT_TRUE(Write("r1", {{"a", "1"}, {"b", "2"}}).ok());
  EXPECT_EQ(journal::ReadTreeHead(connection(), "projects", "510524")->root_hash(),
            head->root_hash());
}

}  // namespace
}  // namespace bangfu::records
