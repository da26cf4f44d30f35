// The messages of ImportRecords, which households and projects have alike, behind one face.
#ifndef BANGFU_GATEWAY_CLI_RECORDS_OF_H_
#define BANGFU_GATEWAY_CLI_RECORDS_OF_H_

#include <memory>
#include <string>
#include <string_view>

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// Calls `use` with the service's ImportRecordsRequest in `request`.
template <typename Use>
decltype(auto) WithRequest(Service service, google::protobuf::Message& request, Use&& use) {
  if (service == Service::kHouseholds) {
    return use(static_cast<households::v1::ImportRecordsRequest&>(request));
  }
  return use(static_cast<projects::v1::ImportRecordsRequest&>(request));
}

// An empty Record of the service.
inline std::unique_ptr<google::protobuf::Message> NewRecord(Service service) {
  if (service == Service::kHouseholds) return std::make_unique<households::v1::Record>();
  return std::make_unique<projects::v1::Record>();
}

// An empty ImportRecordsRequest of the service.
inline std::unique_ptr<google::protobuf::Message> NewRequest(Service service) {
  if (service == Service::kHouseholds) {
    return std::make_unique<households::v1::ImportRecordsRequest>();
  }
  return std::make_unique<projects::v1::ImportRecordsRequest>();
}

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RECORDS_OF_H_
