#include "services/common/sql/postgres_bell.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/time/clock.h"
#include <spdlog/spdlog.h>

namespace bangfu::sql {
namespace {

using Running = InterruptGate::Running;

constexpr absl::Duration kLookAnyway = absl::Seconds(5);
constexpr int kReconnectMs = 500;

// The channel is the schema's own: a notification goes to a whole database, and another service may
// keep its records in another schema of it. Hashed, since a channel's name has at most 63 bytes.
constexpr char kListen[] =
    "SET synchronous_commit = off; DO $$ BEGIN EXECUTE format('LISTEN %I', "
    "'bangfu_commit_' || md5(current_schema())); END $$";
constexpr char kNotify[] = "SELECT pg_notify('bangfu_commit_' || md5(current_schema()), '')";

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresBell>> PostgresBell::Hang(const std::string& url,
                                                                 std::function<void()> on_ring) {
  const int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake < 0) return absl::ResourceExhaustedError("no descriptor for a database session");
  std::unique_ptr<PostgresBell> bell(new PostgresBell(std::move(on_ring), wake));
  absl::StatusOr<std::unique_ptr<PostgresSession>> session =
      PostgresSession::Open(url, bell->gate_);
  if (!session.ok()) return session.status();
  bell->session_ = *std::move(session);
  if (absl::Status listening = bell->Listen(); !listening.ok()) return listening;
  bell->thread_ = std::thread([raw = bell.get()] { raw->Loop(); });
  return bell;
}

PostgresBell::PostgresBell(std::function<void()> on_ring, int wake)
    : on_ring_(std::move(on_ring)), wake_(wake) {}

PostgresBell::~PostgresBell() {
  stopping_ = true;
  gate_.Interrupt(Interruption::kEverything);  // a server that hangs is not waited for
  if (session_) session_->Wake();
  Wake();
  if (thread_.joinable()) thread_.join();
  close(wake_);
}

void PostgresBell::Ring() {
  if (!rung_.exchange(true)) Wake();
}

void PostgresBell::Wake() {
  const uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
}

// A ring that is lost with the server's power was of a commit that its followers will see anyway.
absl::Status PostgresBell::Listen() { return session_->Run(kListen, Running::kVerb); }

void PostgresBell::Loop() {
  look_anyway_ = absl::Now() + kLookAnyway;
  while (!stopping_) {
    if (!session_->alive() && !Recover()) continue;
    if (rung_.exchange(false) && !session_->Run(kNotify, Running::kVerb).ok()) {
      rung_ = true;  // again, behind the wait or when the connection is back
      if (!session_->alive()) continue;
    }
    // First what came beside the answer to NOTIFY: it is not on the socket any more.
    bool heard = Hear();
    if (!heard && session_->alive()) {
      AwaitSomething();
      heard = Hear();
    }
    const absl::Time now = absl::Now();
    if (stopping_ || (!heard && now < look_anyway_)) continue;
    look_anyway_ = now + kLookAnyway;
    on_ring_();
  }
}

bool PostgresBell::Recover() {
  if (session_->Reopen().ok() && Listen().ok()) {
    spdlog::info("listening for the commits of others again");
    on_ring_();
    return true;
  }
  pollfd wake = {wake_, POLLIN, 0};
  poll(&wake, 1, kReconnectMs);
  return false;
}

void PostgresBell::AwaitSomething() {
  std::array<pollfd, 2> waiting = {{{PQsocket(session_->libpq()), POLLIN, 0}, {wake_, POLLIN, 0}}};
  const int64_t left_ms = absl::ToInt64Milliseconds(look_anyway_ - absl::Now()) + 1;
  poll(waiting.data(), waiting.size(), static_cast<int>(std::max<int64_t>(left_ms, 0)));
  uint64_t wakes = 0;
  static_cast<void>(!read(wake_, &wakes, sizeof wakes));
}

// Whether somebody else rang.
bool PostgresBell::Hear() {
  PGconn* connection = session_->libpq();
  if (connection == nullptr || PQconsumeInput(connection) != 1) return false;
  bool heard = false;
  while (PGnotify* notification = PQnotifies(connection)) {
    heard = heard || notification->be_pid != PQbackendPID(connection);
    PQfreemem(notification);
  }
  return heard;
}

}  // namespace bangfu::sql
