// gRPC's health protocol (grpc.health.v1) for one process: it serves as a whole, or does not. In
// place of gRPC's own service, whose Watch streams stay open through a drain and would hold it up
// until its timeout, with every gateway and every copy's client watching.
#ifndef BANGFU_SERVICES_COMMON_SERVER_HEALTH_SERVICE_H_
#define BANGFU_SERVICES_COMMON_SERVER_HEALTH_SERVICE_H_

#include <memory>
#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "health/v1/health.grpc.pb.h"

namespace bangfu::server {

// Thread-safe. Knows the service "" alone; others are NOT_FOUND, and who watches one is told that
// it is unknown.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  static constexpr size_t kWatchersMax = 1024;

  // It serves while both are true; who watches is told. At first it is able and not serving.
  void SetServing(bool serving);
  void SetAble(bool able);
  // Not serving, for ever: watchers are told so, and their streams end.
  void Close();

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;

  grpc::health::v1::HealthCheckResponse::ServingStatus State() const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TellAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  bool able_ ABSL_GUARDED_BY(mutex_) = true;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_HEALTH_SERVICE_H_
