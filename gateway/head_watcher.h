// Follows what the processes behind the gateway promise and tell: one stream to each of them,
// opened again whenever it ends.
#ifndef BANGFU_GATEWAY_HEAD_WATCHER_H_
#define BANGFU_GATEWAY_HEAD_WATCHER_H_

#include <memory>
#include <string>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "gateway/present_heads.h"
#include "health/v1/health.grpc.pb.h"
#include "services/common/server/reopener.h"

namespace bangfu::gateway {

// Of one copy of households or projects: its heads, under a lease.
class HeadWatcher {
 public:
  // `heads` outlives it.
  HeadWatcher(PresentHeads& heads, Source source, const std::string& address);
  ~HeadWatcher() { Stop(); }

  void Start() { reopener_.Start(); }
  void Stop() { reopener_.Stop(); }

 private:
  class Stream;

  server::Reopener::Cancel Open();
  void OnEnd(const grpc::Status& status, bool progressed);

  PresentHeads& heads_;
  const std::string address_;
  const PresentHeads::CopyId copy_;
  const std::unique_ptr<journal::v1::JournalService::Stub> stub_;
  server::Reopener reopener_;
};

// Of one copy of reporting: that it is the same process, and serves. Its definitions are those that
// it was started with.
class ServingWatcher {
 public:
  // `heads` outlives it.
  ServingWatcher(PresentHeads& heads, const std::string& address);
  ~ServingWatcher() { Stop(); }

  void Start() { reopener_.Start(); }
  void Stop() { reopener_.Stop(); }

 private:
  class Stream;

  server::Reopener::Cancel Open();
  void OnEnd(bool progressed);

  PresentHeads& heads_;
  const PresentHeads::CopyId copy_;
  const std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  server::Reopener reopener_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_HEAD_WATCHER_H_
