// The three services behind the gateway: their channels and stubs.
#ifndef BANGFU_GATEWAY_BACKENDS_H_
#define BANGFU_GATEWAY_BACKENDS_H_

#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"

namespace bangfu::gateway {

// host:port of each, or of its copies, by comma.
struct BackendAddresses {
  std::string households = "127.0.0.1:50051";
  std::string projects = "127.0.0.1:50052";
  std::string reporting = "127.0.0.1:50053";
};

// One service. Its channel connects by itself and again after a failure.
struct Backend {
  Backend(std::string_view service, const std::string& address);

  const std::string_view name;  // as in answers.h
  const std::shared_ptr<grpc::Channel> channel;
  grpc::GenericStub generic;  // for what is forwarded
};

struct Backends {
  explicit Backends(const BackendAddresses& addresses);

  Backend households;
  Backend projects;
  Backend reporting;
  const std::unique_ptr<households::v1::HouseholdsService::Stub> households_stub;
  const std::unique_ptr<projects::v1::ProjectsService::Stub> projects_stub;
  const std::unique_ptr<reporting::v1::ReportingService::Stub> reporting_stub;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_BACKENDS_H_
