// The edits of the soak: single records that are written, written again, reversed and read back.
#ifndef BANGFU_TESTS_BENCH_SOAK_EDITS_H_
#define BANGFU_TESTS_BENCH_SOAK_EDITS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include <grpcpp/channel.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

inline constexpr absl::Duration kSoakCallTimeout = absl::Seconds(60);

// Creates ledger entries one by one, and reverses one of every five.
class LedgerEditor {
 public:
  LedgerEditor(const World& world, const std::shared_ptr<grpc::Channel>& channel);

  absl::Status Create();
  bool WantsReversal() const;
  // The entry that was created last.
  absl::Status Reverse();

 private:
  void Refill();

  const World& world_;
  const std::unique_ptr<projects::v1::ProjectsService::Stub> stub_;
  std::vector<projects::v1::LedgerEntry> entries_;
  size_t next_ = 0;
  size_t round_ = 0;
  int64_t count_ = 0;
  projects::v1::LedgerEntry created_;
};

// Registers households with a person each, enrols them, and reads them back. The contract has no
// call that changes a household: what an office edits is who is in the register, and in a project.
class HouseholdEditor {
 public:
  HouseholdEditor(const World& world, const std::shared_ptr<grpc::Channel>& channel);

  // The next household and its person, some of them twice: the second time has no effect. INTERNAL
  // when what is read back is not what was written, or shows what must be masked.
  absl::Status Register();
  // That household takes part in the first project.
  absl::Status Enrol();

 private:
  absl::Status CreateHousehold();
  absl::Status CreatePerson();
  absl::Status ReadBack();

  const std::unique_ptr<households::v1::HouseholdsService::Stub> households_;
  const std::unique_ptr<projects::v1::ProjectsService::Stub> projects_;
  // What others are made of: a few of each county.
  std::vector<households::v1::Household> models_;
  std::vector<households::v1::Person> heads_;  // of each
  int64_t count_ = 0;
  households::v1::Household household_;
  households::v1::Person head_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SOAK_EDITS_H_
