#include "services/reporting/membership.h"

#include <unistd.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/sql/migration.h"
#include "services/reporting/lease_store.h"
#include "services/reporting/reporting_server.h"
#include "tests/services/common/eventually.h"
#include "tests/services/common/sql/test_database.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LeaseStoreTest : public ::testing::Test {
 protected:
  LeaseStoreTest() : connection_(database_.Open()) {
    EXPECT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
  }

  std::vector<CopyLease> Leases() {
    absl::StatusOr<std::vector<CopyLease>> listed = ListLeases(*connection_);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return *listed;
  }

  sql::TestDatabase database_;
  std::unique_ptr<sql::Connection> connection_;
};

TEST_F(LeaseStoreTest, EachRenewalCounts) {
  for (const char* copy : {"b", "a", "b"}) ASSERT_TRUE(RenewLease(*connection_, copy).ok());
  EXPECT_THAT(Leases(), ElementsAre(CopyLease{"a", 1}, CopyLease{"b", 2}));
  ASSERT_TRUE(EndLease(*connection_, "a").ok());
  EXPECT_THAT(Leases(), ElementsAre(CopyLease{"b", 2}));
}

TEST_F(LeaseStoreTest, ExpiredLeaseThatWasRenewedMeanwhileStays) {
  ASSERT_TRUE(RenewLease(*connection_, "a").ok());
  const CopyLease seen = Leases().front();
  ASSERT_TRUE(RenewLease(*connection_, "a").ok());
  ASSERT_TRUE(EndExpiredLease(*connection_, seen).ok());
  ASSERT_THAT(Leases(), SizeIs(1));
  ASSERT_TRUE(EndExpiredLease(*connection_, Leases().front()).ok());
  EXPECT_THAT(Leases(), IsEmpty());
}

class MembershipTest : public LeaseStoreTest {
 protected:
  // A copy that renews often, under a number.
  void Join(int number, absl::Duration lease = absl::Minutes(1)) {
    Join(number, lease, database_.factory());
  }
  void Join(int number, absl::Duration lease, const sql::ConnectionFactory& open) {
    auto joined = Membership::Join(
        open, {.renew_every = absl::Milliseconds(2), .lease = lease},
        [this, number](const std::vector<int>& shards) {
          const absl::MutexLock lock(&mutex_);
          shards_[number] = shards;
        },
        [this](bool reached) {
          const absl::MutexLock lock(&mutex_);
          reached_.push_back(reached);
        });
    ASSERT_TRUE(joined.ok()) << joined.status();
    copies_[number] = *std::move(joined);
  }

  // What was told.
  std::vector<bool> Reached() {
    const absl::MutexLock lock(&mutex_);
    return reached_;
  }

  bool AllShardsAreSharedAmong(const std::vector<int>& numbers) {
    return Eventually([&] {
      const absl::MutexLock lock(&mutex_);
      std::multiset<int> all;
      bool each = true;
      for (const int number : numbers) {
        all.insert(shards_[number].begin(), shards_[number].end());
        each = each && !shards_[number].empty();
      }
      return each && all.size() == kShardCount &&
             std::set(all.begin(), all.end()).size() == all.size();
    });
  }

  absl::Mutex mutex_;
  std::map<int, std::vector<int>> shards_ ABSL_GUARDED_BY(mutex_);
  std::vector<bool> reached_ ABSL_GUARDED_BY(mutex_);
  std::map<int, std::unique_ptr<Membership>> copies_;  // ends first: it tells
};

TEST_F(MembershipTest, CopiesShareAllShardsAndTakeOverFromOneThatLeaves) {
  Join(1);
  EXPECT_TRUE(AllShardsAreSharedAmong({1}));
  Join(2);
  EXPECT_TRUE(AllShardsAreSharedAmong({1, 2}));
  Join(3);
  EXPECT_TRUE(AllShardsAreSharedAmong({1, 2, 3}));
  copies_.erase(2);
  EXPECT_TRUE(AllShardsAreSharedAmong({1, 3}));
  copies_.clear();
  EXPECT_THAT(Leases(), IsEmpty());
}

TEST_F(MembershipTest, LeaseIsRenewedOverAConnectionThatIsHadAgain) {
  if (!database_.on_server()) return;  // a file's connection does not break
  // Its session alone, whatever other tests do on the server.
  const std::string name = "lease_test_" + std::to_string(getpid());
  Join(1, absl::Minutes(1),
       sql::PostgresServer(database_.url(), "SET application_name = '" + name + "'"));
  const int64_t before = Leases().front().renewal_count;
  ASSERT_TRUE(connection_
                  ->Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            "WHERE application_name = '" +
                            name + "'")
                  .ok());
  EXPECT_TRUE(Eventually([&] { return Leases().front().renewal_count > before + 3; }));
  EXPECT_THAT(Reached(), IsEmpty());  // the database was there all the time
}

TEST_F(MembershipTest, DatabaseThatIsOutOfReachIsToldAndThatItIsBack) {
  if (!database_.on_server()) return;
  const std::string role = "lease_test_" + std::to_string(getpid());
  ASSERT_TRUE(connection_->Execute("CREATE ROLE " + role + " LOGIN SUPERUSER").ok());
  Join(
      1, absl::Minutes(1),
      sql::PostgresServer(absl::StrReplaceAll(database_.url(), {{"user=bangfu", "user=" + role}})));
  ASSERT_TRUE(connection_
                  ->Execute("ALTER ROLE " + role +
                            " NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            "WHERE usename = '" +
                            role + "'")
                  .ok());
  EXPECT_TRUE(Eventually([&] { return Reached() == std::vector{false}; }));
  ASSERT_TRUE(connection_->Execute("ALTER ROLE " + role + " LOGIN").ok());
  EXPECT_TRUE(Eventually([&] { return Reached() == std::vector{false, true}; }));
  copies_.clear();
  EXPECT_TRUE(connection_->Execute("DROP ROLE " + role).ok());
}

TEST_F(MembershipTest, DatabaseThatCannotBeOpenedIsTold) {
  const auto joined = Membership::Join([](sql::Access) { return absl::UnavailableError("away"); },
                                       {}, [](const auto&) {}, [](bool) {});
  EXPECT_EQ(joined.status(), absl::UnavailableError("away"));
}

TEST_F(MembershipTest, LeaseOfACopyThatDiedRunsOut) {
  ASSERT_TRUE(RenewLease(*connection_, "dead").ok());
  Join(1, absl::Milliseconds(200));
  EXPECT_TRUE(AllShardsAreSharedAmong({1}));
  EXPECT_TRUE(Eventually([&] { return Leases().size() == 1; }));
  EXPECT_NE(Leases().front().copy, "dead");
}

}  // namespace
}  // namespace bangfu::reporting
