#include "gateway/gateway_server.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/forwarding_service.h"
#include "gateway/head_watcher.h"
#include "gateway/present_heads.h"
#include "gateway/sheet_cache.h"
#include "gateway/sheet_service.h"
#include "gateway/suite_service.h"
#include "services/common/net/loopback.h"

namespace bangfu::gateway {
namespace {

constexpr size_t kMib = 1024 * 1024;

class GatewayServer final : public server::ServiceSet {
 public:
  GatewayServer(const BackendAddresses& addresses, server::Admission& admission, Clock clock,
                size_t sheet_cache_bytes_max)
      : backends_(addresses),
        cache_(sheet_cache_bytes_max, heads_),
        sheets_(admission, backends_, heads_, cache_, std::move(clock)),
        suite_(admission, backends_, cache_, heads_),
        forwarding_(admission, backends_) {
    // Each copy by itself: it promises for its own answers alone.
    for (const std::string& copy : net::SplitCopies(addresses.households)) {
      watchers_.push_back(std::make_unique<HeadWatcher>(heads_, Source::kHouseholds, copy));
    }
    for (const std::string& copy : net::SplitCopies(addresses.projects)) {
      watchers_.push_back(std::make_unique<HeadWatcher>(heads_, Source::kProjects, copy));
    }
    for (const std::string& copy : net::SplitCopies(addresses.reporting)) {
      serving_watchers_.push_back(std::make_unique<ServingWatcher>(heads_, copy));
    }
  }

  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&sheets_);
    builder.RegisterService(&suite_);
    builder.RegisterCallbackGenericService(&forwarding_);
  }

  absl::Status Start() override {
    for (const auto& watcher : watchers_) watcher->Start();
    for (const auto& watcher : serving_watchers_) watcher->Start();
    return absl::OkStatus();
  }

  void BeginDrain() override { forwarding_.BeginDrain(); }
  // gRPC's own lists only what is registered here; ours lists the whole suite.
  bool WantsReflection() const override { return false; }

 private:
  Backends backends_;
  PresentHeads heads_;
  SheetCache cache_;
  AchievementSheetFace sheets_;
  SuiteFace suite_;
  ForwardingService forwarding_;
  std::vector<std::unique_ptr<HeadWatcher>> watchers_;
  std::vector<std::unique_ptr<ServingWatcher>> serving_watchers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeGatewayServer(
    const BackendAddresses& addresses, server::Admission& admission, Clock clock,
    int sheet_cache_mib) {
  for (const std::string* address :
       {&addresses.households, &addresses.projects, &addresses.reporting}) {
    absl::Status allowed = net::CheckCopies(*address);
    if (!allowed.ok()) return allowed;
  }
  return std::make_unique<GatewayServer>(addresses, admission, std::move(clock),
                                         static_cast<size_t>(sheet_cache_mib) * kMib);
}

}  // namespace bangfu::gateway
