// What lists of the register show of sealed records, and what they ask the database for it.
#include "services/households/read.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/seal/entropy.h"
#include "services/common/seal/master_key.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/query.h"
#include "services/households/household_store.h"
#include "services/households/households_server.h"
#include "services/households/key_ring.h"
#include "services/households/personal.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/households/records.h"

namespace bangfu::households {
namespace {

using ::testing::ElementsAre;

class ReadTest : public ::testing::Test {
 protected:
  ReadTest()
      : connection_(database_.Open()),
        keys_(*seal::MasterKey::LoadOrCreate(database_.File("master.key"), entropy_), entropy_) {
    EXPECT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
  }

  // A household of `persons`, numbered from 1, under a key of its own.
  void Insert(const std::string& household, int persons) {
    const absl::StatusOr<seal::Key> key = keys_.Create(*connection_, {"510524", household});
    ASSERT_TRUE(key.ok()) << key.status();
    for (int i = 1; i <= persons; ++i) {
      v1::Person person = PersonRecord(household, std::to_string(i)).person();
      person.set_full_name(std::to_string(i) + household);
      ASSERT_TRUE(*InsertPerson(*connection_, SealPerson(*key, person), seq_++));
    }
  }
  void Erase(const std::string& household) {
    ASSERT_TRUE(sql::RunOnce(*connection_, "DELETE FROM household_key WHERE household = ?1",
                             std::string_view(household))
                    .ok());
  }

  v1::ListPersonsResponse List(int page_size, const std::string& page_token = "") {
    v1::ListPersonsRequest request;
    request.set_parent("counties/510524/households/-");
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    v1::ListPersonsResponse response;
    const absl::Status listed = ListPersons(*connection_, keys_, request, response);
    EXPECT_TRUE(listed.ok()) << listed;
    return response;
  }
  // Each as what the name ends in, and the name that is shown.
  static std::vector<std::string> Shown(const v1::ListPersonsResponse& response) {
    std::vector<std::string> shown;
    for (const v1::Person& person : response.persons()) {
      shown.push_back(PersonKey(*names::PersonName::Parse(person.name())) + " " +
                      person.full_name());
    }
    return shown;
  }
  uint64_t StatementsToList(int page_size) {
    const sql::StatementCacheStats& stats = connection_->statement_cache_stats();
    const uint64_t before = stats.hits + stats.prepared;
    EXPECT_EQ(List(page_size).persons_size(), page_size);
    return stats.hits + stats.prepared - before;
  }

  sql::TestDatabase database_;
  seal::SeededEntropy entropy_{"test"};
  std::unique_ptr<sql::Connection> connection_;
  KeyRing keys_;
  int64_t seq_ = 0;
};

TEST_F(ReadTest, EachPersonIsOpenedUnderTheKeyOfItsHousehold) {
  Insert("H1", 2);
  Insert("H2", 1);
  Insert("H3", 2);
  EXPECT_THAT(Shown(List(10)),
              ElementsAre("H1/1 1**", "H1/2 2**", "H2/1 1**", "H3/1 1**", "H3/2 2**"));
}

TEST_F(ReadTest, PersonsOfAnErasedHouseholdAreShownWithoutAName) {
  Insert("H1", 1);
  Insert("H2", 2);
  Insert("H3", 1);
  Erase("H2");
  EXPECT_THAT(Shown(List(10)), ElementsAre("H1/1 1**", "H2/1 ", "H2/2 ", "H3/1 1**"));
}

TEST_F(ReadTest, APageMayEndWithinAHousehold) {
  Insert("H1", 2);
  Insert("H2", 2);
  const v1::ListPersonsResponse first = List(3);
  EXPECT_THAT(Shown(first), ElementsAre("H1/1 1**", "H1/2 2**", "H2/1 1**"));
  EXPECT_THAT(Shown(List(3, first.next_page_token())), ElementsAre("H2/2 2**"));
}

// Each statement is a way to a server, and back.
TEST_F(ReadTest, ALongerPageTakesNoMoreStatements) {
  for (int i = 10; i < 50; ++i) Insert("H" + std::to_string(i), 1);
  EXPECT_EQ(StatementsToList(40), StatementsToList(1));
}

}  // namespace
}  // namespace bangfu::households
