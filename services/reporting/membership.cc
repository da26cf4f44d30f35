#include "services/reporting/membership.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include <spdlog/spdlog.h>

#include "services/common/seal/entropy.h"
#include "services/common/sql/transaction.h"
#include "services/common/time/clock.h"
#include "services/reporting/lease_store.h"

namespace bangfu::reporting {
namespace {

// Of each process anew: one that was started again is another copy, also on the same machine.
std::string NewCopyName() {
  std::array<uint8_t, 8> bytes;
  seal::SystemEntropy().Fill(bytes, "copy");
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string Text(const absl::Status& status) {
  return status.ToString(absl::StatusToStringMode::kWithNoExtraData);
}

}  // namespace

Membership::Membership(std::unique_ptr<sql::Connection> connection, MembershipOptions options,
                       OnShards on_shards, OnReached on_reached)
    : connection_(std::move(connection)),
      options_(options),
      on_shards_(std::move(on_shards)),
      on_reached_(std::move(on_reached)),
      copy_(NewCopyName()),
      observer_(options.lease, 2 * options.renew_every) {}

absl::StatusOr<std::unique_ptr<Membership>> Membership::Join(const sql::ConnectionFactory& open,
                                                             MembershipOptions options,
                                                             OnShards on_shards,
                                                             OnReached on_reached) {
  absl::StatusOr<std::unique_ptr<sql::Connection>> connection = open(sql::Access::kReadWrite);
  if (!connection.ok()) return connection.status();
  std::unique_ptr<Membership> joined(
      new Membership(*std::move(connection), options, std::move(on_shards), std::move(on_reached)));
  absl::Status renewed = joined->Renew();
  if (!renewed.ok()) return renewed;
  joined->thread_ = std::thread([raw = joined.get()] { raw->Loop(); });
  return joined;
}

Membership::~Membership() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  connection_->Interrupt(sql::Interruption::kEverything);
  if (thread_.joinable()) thread_.join();
  connection_->ClearInterrupt();
  absl::Status ended = End();
  if (!ended.ok()) spdlog::warn("this copy's lease is left to run out: {}", Text(ended));
}

bool Membership::Stopping(absl::Duration wait) {
  const absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(&stopping_), wait);
}

void Membership::Loop() {
  std::string told;
  bool told_reached = true;
  while (!Stopping(options_.renew_every)) {
    absl::Status reached = Reach();
    absl::Status renewed = reached.ok() ? Renew() : reached;
    // A session that ended is no sign yet: another one may be had.
    if (reached.ok() && !renewed.ok()) reached = Reach();
    if (Stopping()) return;
    const std::string trouble = renewed.ok() ? "" : Text(renewed);
    if (trouble != told && !trouble.empty())
      spdlog::warn("renewing this copy's lease: {}", trouble);
    told = trouble;
    if (reached.ok() != told_reached) on_reached_(told_reached = reached.ok());
  }
}

absl::Status Membership::Reach() {
  return connection_->alive() ? absl::OkStatus() : connection_->Reconnect();
}

absl::Status Membership::Renew() {
  absl::StatusOr<std::vector<CopyLease>> listed = RenewAndList();
  if (!listed.ok()) return listed.status();
  observer_.Observe(*listed, MonotonicNow());
  const std::vector<std::string> living = observer_.Living();
  std::vector<int> shards = ShardsOf(copy_, living);
  if (shards != shards_) {
    spdlog::info("copy {} follows {} of {} shards, beside {} others", copy_, shards.size(),
                 kShardCount, living.size() - 1);
    shards_ = std::move(shards);
    on_shards_(shards_);
  }
  return EndExpired();
}

absl::StatusOr<std::vector<CopyLease>> Membership::RenewAndList() {
  connection_->SetDeadline(absl::Now() + options_.lease);
  absl::StatusOr<sql::Transaction> transaction =
      sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
  if (!transaction.ok()) return transaction.status();
  absl::Status renewed = RenewLease(*connection_, copy_);
  if (!renewed.ok()) return renewed;
  absl::StatusOr<std::vector<CopyLease>> listed = ListLeases(*connection_);
  if (!listed.ok()) return listed.status();
  if (absl::Status committed = transaction->Commit(); !committed.ok()) return committed;
  return listed;
}

absl::Status Membership::EndExpired() {
  for (const CopyLease& lease : observer_.Expired()) {
    absl::Status ended = EndExpiredLease(*connection_, lease);
    if (!ended.ok()) return ended;
    observer_.Forget(lease.copy);
  }
  return absl::OkStatus();
}

absl::Status Membership::End() {
  connection_->SetDeadline(absl::Now() + options_.lease);
  absl::StatusOr<sql::Transaction> transaction =
      sql::Transaction::Begin(*connection_, sql::TransactionKind::kWrite);
  if (!transaction.ok()) return transaction.status();
  absl::Status ended = EndLease(*connection_, copy_);
  return ended.ok() ? transaction->Commit() : ended;
}

}  // namespace bangfu::reporting
