// Whom a batch names, what households is asked, and what its answer does to the batch.
#include "services/projects/participants.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/projects/known_names.h"
#include "tests/services/projects/records.h"

namespace bangfu::projects {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kHousehold[] = "counties/510524/households/H1";
constexpr char kPerson[] = "counties/510524/households/H1/persons/1";

// Households, which keeps what it is asked and answers when it is told to.
class Households {
 public:
  AskHouseholds Asker() {
    return [this](CheckParticipantsRequest request, const sql::JobContext&, auto then) {
      asked.emplace_back(request.names().begin(), request.names().end());
      waiting.push_back(std::move(then));
    };
  }
  void Answer(const std::vector<std::string>& missing) {
    CheckParticipantsResponse response;
    for (const std::string& name : missing) response.add_missing_names(name);
    waiting.back()(response);
  }

  std::vector<std::vector<std::string>> asked;
  std::vector<std::function<void(absl::StatusOr<CheckParticipantsResponse>)>> waiting;
};

std::shared_ptr<Participants::Batch> BatchOf(const std::vector<v1::Record>& records) {
  auto batch = std::make_shared<Participants::Batch>();
  for (const v1::Record& record : records) *batch->request.add_records() = record;
  return batch;
}

class ParticipantsTest : public ::testing::Test {
 protected:
  // Whether `then` has been called, and how.
  std::optional<absl::Status> Check(const std::shared_ptr<Participants::Batch>& batch) {
    done_.reset();
    participants_.Check(batch, {}, [this](absl::Status status) { done_ = std::move(status); });
    return done_;
  }
  static std::vector<std::pair<int, std::string>> Missing(Participants::Batch& batch) {
    journal::v1::BatchResult result;
    std::move(batch.violations).MoveTo(result);
    std::vector<std::pair<int, std::string>> missing;
    for (const auto& violation : result.violations()) {
      EXPECT_EQ(violation.reason(), journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND);
      missing.emplace_back(violation.record_index(),
                           violation.field() + " " + violation.missing_resource());
    }
    return missing;
  }

  Households households_;
  Participants participants_{households_.Asker()};
  std::optional<absl::Status> done_;
};

TEST_F(ParticipantsTest, EveryNameIsAskedForOnceInOneQuestion) {
  v1::Record village = LedgerRecord("L3");
  village.mutable_ledger_entry()->set_kind(v1::LEDGER_KIND_COLLECTIVE_COST);
  village.mutable_ledger_entry()->set_counterparty("counties/510524/villages/510524101227");
  EXPECT_EQ(Check(BatchOf({LedgerRecord("L1"), ParticipationRecord(), LedgerRecord("L2"), village,
                           PostingRecord(), FacilityRecord()})),
            std::nullopt);
  ASSERT_EQ(households_.asked.size(), 1u);
  // The village once, though an entry, a posting and a facility name it.
  EXPECT_THAT(households_.asked[0],
              UnorderedElementsAre(kHousehold, kPerson, "counties/510524/villages/510524101227"));
}

TEST_F(ParticipantsTest, AVillageThatDoesNotExistIsNamed) {
  const auto batch = BatchOf({FacilityRecord()});
  Check(batch);
  households_.Answer({"counties/510524/villages/510524101227"});
  EXPECT_THAT(Missing(*batch),
              ElementsAre(std::pair(0, "facility.village counties/510524/villages/510524101227")));
}

TEST_F(ParticipantsTest, ABatchThatNamesNobodyAsksNobody) {
  EXPECT_EQ(Check(BatchOf({CountyPostingRecord()})), absl::OkStatus());
  EXPECT_THAT(households_.asked, IsEmpty());
}

TEST_F(ParticipantsTest, WhoIsMissingIsNamedInEveryRecordThatNamesThem) {
  const auto batch = BatchOf({LedgerRecord("L1"), ParticipationRecord(), LedgerRecord("L2")});
  Check(batch);
  households_.Answer({kHousehold, kPerson});
  EXPECT_EQ(done_, absl::OkStatus());
  EXPECT_THAT(Missing(*batch),
              ElementsAre(std::pair(0, "ledger_entry.counterparty " + std::string(kHousehold)),
                          std::pair(1, "participation.participant " + std::string(kPerson)),
                          std::pair(2, "ledger_entry.counterparty " + std::string(kHousehold))));
}

TEST_F(ParticipantsTest, WhoWasThereIsNotAskedForAgainAndWhoWasNotIs) {
  Check(BatchOf({LedgerRecord(), ParticipationRecord()}));
  households_.Answer({kPerson});
  EXPECT_EQ(Check(BatchOf({LedgerRecord()})), absl::OkStatus());
  EXPECT_EQ(households_.asked.size(), 1u);
  const auto batch = BatchOf({LedgerRecord(), ParticipationRecord()});
  Check(batch);
  EXPECT_THAT(households_.asked.back(), ElementsAre(kPerson));
  households_.Answer({});
  EXPECT_THAT(Missing(*batch), IsEmpty());
}

TEST_F(ParticipantsTest, ARecordThatIsWrongAnyhowIsNotAskedFor) {
  const auto batch = BatchOf({LedgerRecord(), ParticipationRecord()});
  batch->violations.BeginRecord(0);
  batch->violations.Add("ledger_entry.counterparty", journal::v1::VIOLATION_REASON_INVALID_FIELD,
                        "no name");
  Check(batch);
  EXPECT_THAT(households_.asked.back(), ElementsAre(kPerson));
}

TEST_F(ParticipantsTest, WithoutAnAnswerTheBatchIsRefusedAndNothingIsLearnt) {
  Check(BatchOf({LedgerRecord()}));
  households_.waiting.back()(absl::UnavailableError("down"));
  EXPECT_EQ(done_, absl::UnavailableError("down"));
  EXPECT_EQ(Check(BatchOf({LedgerRecord()})), std::nullopt);
}

std::vector<std::string_view> Unknown(const KnownNames& known,
                                      std::vector<std::string_view> names) {
  known.KeepUnknown(names);
  return names;
}

TEST(KnownNamesTest, KnownNamesAndRepetitionsAreTakenOut) {
  KnownNames known(10);
  known.Add({"a", "b"});
  EXPECT_THAT(Unknown(known, {"c", "a", "d", "c", "b"}), ElementsAre("c", "d"));
}

TEST(KnownNamesTest, WhenItIsFullItBeginsAnew) {
  KnownNames known(2);
  known.Add({"a", "b"});
  known.Add({"c"});
  EXPECT_THAT(Unknown(known, {"a", "b", "c"}), ElementsAre("a", "b"));
}

}  // namespace
}  // namespace bangfu::projects
