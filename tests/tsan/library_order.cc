// Makes what Abseil's locks and gRPC's calls order visible to the thread sanitizer. Not part of any
// other build.
//
// Debian's Abseil is not compiled with the sanitizer, so that all that is ordered by an
// absl::Mutex, ours or gRPC's, would look like a race. Linked into every executable of the tsan
// build, these definitions stand in front of the library's: each calls the library's own (but for
// one of gRPC's, which it replaces), and tells the sanitizer what it orders: before a release, what
// this thread did becomes visible to whoever acquires the same lock later.
#include <dlfcn.h>
#include <grpc/grpc.h>
#include <link.h>
#include <sanitizer/tsan_interface.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include <grpcpp/support/server_callback.h>

// Defined by the sanitizer, declared in none of its headers.
extern "C" void AnnotateIgnoreReadsBegin(const char* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char* file, int line);

namespace {

// Calls the library's function of this mangled name. Within it, conditions of other waiting
// threads may be evaluated, under a lock that the sanitizer takes for released already.
template <typename Result, typename... Arguments>
Result CallNext(void* function, Arguments... arguments) {
  struct IgnoringReads {
    IgnoringReads() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
    ~IgnoringReads() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
  };
  const IgnoringReads ignoring;
  return reinterpret_cast<Result (*)(Arguments...)>(function)(arguments...);
}

struct AddressRange {
  uintptr_t begin = 0;
  uintptr_t end = 0;
};

// Where gRPC's three libraries are loaded.
std::array<AddressRange, 3> FindGrpc() {
  struct Search {
    std::array<AddressRange, 3> ranges;
    size_t found = 0;
  } search;
  const auto visit = [](dl_phdr_info* info, size_t, void* data) {
    auto& search = *static_cast<Search*>(data);
    const std::string_view name = info->dlpi_name;
    if (name.find("/libgrpc.so") == name.npos && name.find("/libgrpc++.so") == name.npos &&
        name.find("/libgpr.so") == name.npos) {
      return 0;
    }
    AddressRange& range = search.ranges[search.found++];
    range.begin = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      if (header.p_type == PT_LOAD) {
        range.end = info->dlpi_addr + header.p_vaddr + header.p_memsz;
      }
    }
    return search.found == search.ranges.size() ? 1 : 0;
  };
  dl_iterate_phdr(visit, &search);
  return search.ranges;
}

char order_of_grpc;

// What a lock orders for the sanitizer. A lock of ours: what that lock guards. All of gRPC's count
// as one, because gRPC hands work from thread to thread by atomics and sockets as well, which
// cannot be seen; it locks something before and after that.
void* OrderOf(absl::Mutex* mutex, void* caller) {
  static const std::array<AddressRange, 3> grpc = FindGrpc();
  const auto address = reinterpret_cast<uintptr_t>(caller);
  for (const AddressRange& range : grpc) {
    if (range.begin <= address && address < range.end) return &order_of_grpc;
  }
  return mutex;
}

}  // namespace

#define NEXT(mangled)                                    \
  [] {                                                   \
    static void* const next = dlsym(RTLD_NEXT, mangled); \
    return next;                                         \
  }()
#define ACQUIRE(mutex) __tsan_acquire(OrderOf(mutex, __builtin_return_address(0)))
#define RELEASE(mutex) __tsan_release(OrderOf(mutex, __builtin_return_address(0)))

namespace absl {
ABSL_NAMESPACE_BEGIN

void Mutex::Lock() {
  CallNext<void>(NEXT("_ZN4absl7debian35Mutex4LockEv"), this);
  ACQUIRE(this);
}

void Mutex::Unlock() {
  RELEASE(this);
  CallNext<void>(NEXT("_ZN4absl7debian35Mutex6UnlockEv"), this);
}

bool Mutex::TryLock() {
  const bool locked = CallNext<bool>(NEXT("_ZN4absl7debian35Mutex7TryLockEv"), this);
  if (locked) ACQUIRE(this);
  return locked;
}

void Mutex::ReaderLock() {
  CallNext<void>(NEXT("_ZN4absl7debian35Mutex10ReaderLockEv"), this);
  ACQUIRE(this);
}

void Mutex::ReaderUnlock() {
  RELEASE(this);
  CallNext<void>(NEXT("_ZN4absl7debian35Mutex12ReaderUnlockEv"), this);
}

void Mutex::LockWhen(const Condition& condition) {
  CallNext<void>(NEXT("_ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE"), this, &condition);
  ACQUIRE(this);
}

bool Mutex::LockWhenWithTimeout(const Condition& condition, Duration timeout) {
  const bool met = CallNext<bool>(
      NEXT("_ZN4absl7debian35Mutex19LockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE"), this,
      &condition, timeout);
  ACQUIRE(this);
  return met;
}

bool Mutex::LockWhenWithDeadline(const Condition& condition, Time deadline) {
  const bool met = CallNext<bool>(
      NEXT("_ZN4absl7debian35Mutex20LockWhenWithDeadlineERKNS0_9ConditionENS0_4TimeE"), this,
      &condition, deadline);
  ACQUIRE(this);
  return met;
}

void Mutex::Await(const Condition& condition) {
  RELEASE(this);
  CallNext<void>(NEXT("_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE"), this, &condition);
  ACQUIRE(this);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  RELEASE(this);
  const bool met = CallNext<bool>(
      NEXT("_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE"), this,
      &condition, timeout);
  ACQUIRE(this);
  return met;
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  RELEASE(this);
  const bool met =
      CallNext<bool>(NEXT("_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE"),
                     this, &condition, deadline);
  ACQUIRE(this);
  return met;
}

void CondVar::Wait(Mutex* mutex) {
  RELEASE(mutex);
  CallNext<void>(NEXT("_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE"), this, mutex);
  ACQUIRE(mutex);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  RELEASE(mutex);
  const bool expired =
      CallNext<bool>(NEXT("_ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE"),
                     this, mutex, timeout);
  ACQUIRE(mutex);
  return expired;
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  RELEASE(mutex);
  const bool expired =
      CallNext<bool>(NEXT("_ZN4absl7debian37CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE"),
                     this, mutex, deadline);
  ACQUIRE(mutex);
  return expired;
}

void Notification::Notify() {
  __tsan_release(&notified_yet_);
  CallNext<void>(NEXT("_ZN4absl7debian312Notification6NotifyEv"), this);
}

void Notification::WaitForNotification() const {
  CallNext<void>(NEXT("_ZNK4absl7debian312Notification19WaitForNotificationEv"), this);
  __tsan_acquire(const_cast<std::atomic<bool>*>(&notified_yet_));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  const bool notified = CallNext<bool>(
      NEXT("_ZNK4absl7debian312Notification30WaitForNotificationWithTimeoutENS0_8DurationE"), this,
      timeout);
  __tsan_acquire(const_cast<std::atomic<bool>*>(&notified_yet_));
  return notified;
}

bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  const bool notified = CallNext<bool>(
      NEXT("_ZNK4absl7debian312Notification31WaitForNotificationWithDeadlineENS0_4TimeE"), this,
      deadline);
  __tsan_acquire(const_cast<std::atomic<bool>*>(&notified_yet_));
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl

// gRPC counts by atomics what a call still waits for. Of those, the sanitizer sees the ones in
// headers; the last one, inside the library, has to see what was done before them.
namespace grpc::internal {

void ServerCallbackCall::ScheduleOnDone(bool inline_ondone) {
  __tsan_acquire(&callbacks_outstanding_);
  if (inline_ondone) return CallOnDone();
  CallNext<void>(NEXT("_ZN4grpc8internal18ServerCallbackCall14ScheduleOnDoneEb"), this,
                 inline_ondone);
}

// The library's own counts after OnCancel where the sanitizer does not see it.
void ServerCallbackCall::CallOnCancel(ServerReactor* reactor) {
  __tsan_acquire(&on_cancel_conditions_remaining_);
  if (reactor->InternalInlineable()) return reactor->OnCancel();
  Ref();
  std::thread([this, reactor] {
    reactor->OnCancel();
    MaybeDone();
  }).detach();
}

}  // namespace grpc::internal

// What a thread did before it started an operation of a call is visible to the callback at the
// operation's end: gRPC lets go of the call right before it runs that.
extern "C" {

grpc_call_error grpc_call_start_batch(grpc_call* call, const grpc_op* operations, size_t count,
                                      void* tag, void* reserved) {
  __tsan_release(&order_of_grpc);
  return CallNext<grpc_call_error>(NEXT("grpc_call_start_batch"), call, operations, count, tag,
                                   reserved);
}

void grpc_call_unref(grpc_call* call) {
  CallNext<void>(NEXT("grpc_call_unref"), call);
  __tsan_acquire(&order_of_grpc);
}

}  // extern "C"
