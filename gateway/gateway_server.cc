#include "gateway/gateway_server.h"

#include <utility>

#include "gateway/forwarding_service.h"
#include "gateway/sheet_service.h"
#include "gateway/suite_service.h"
#include "services/common/server/loopback.h"

namespace bangfu::gateway {
namespace {

class GatewayServer final : public server::ServiceSet {
 public:
  GatewayServer(const BackendAddresses& addresses, server::Admission& admission, Clock clock)
      : backends_(addresses),
        sheets_(admission, backends_, std::move(clock)),
        suite_(admission, backends_),
        forwarding_(admission, backends_) {}

  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&sheets_);
    builder.RegisterService(&suite_);
    builder.RegisterCallbackGenericService(&forwarding_);
  }

  void BeginDrain() override { forwarding_.BeginDrain(); }
  // gRPC's own lists only what is registered here; ours lists the whole suite.
  bool WantsReflection() const override { return false; }

 private:
  Backends backends_;
  AchievementSheetFace sheets_;
  SuiteFace suite_;
  ForwardingService forwarding_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeGatewayServer(
    const BackendAddresses& addresses, server::Admission& admission, Clock clock) {
  for (const std::string* address :
       {&addresses.households, &addresses.projects, &addresses.reporting}) {
    absl::Status allowed = server::CheckLoopback(*address, "connect to");
    if (!allowed.ok()) return allowed;
  }
  return std::make_unique<GatewayServer>(addresses, admission, std::move(clock));
}

}  // namespace bangfu::gateway
