#include "gateway/route.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/common/status/errors.h"
#include "services/common/text/quote.h"

namespace bangfu::gateway {
namespace {

struct Prefix {
  std::string_view prefix;
  Owner owner;
};

constexpr Prefix kPrefixes[] = {
    {"/bangfu.households.v1.", Owner::kHouseholds},
    {"/bangfu.projects.v1.", Owner::kProjects},
    {"/bangfu.reporting.v1.", Owner::kReporting},
};
constexpr std::string_view kJournalPrefix = "/bangfu.journal.v1.JournalService/";
// Who watches holds up answers to writers: that is for the suite's own processes.
constexpr std::string_view kWatchHeads = "/bangfu.journal.v1.JournalService/WatchHeads";

absl::StatusOr<Owner> JournalOwner(std::string_view service) {
  if (service == "households") return Owner::kHouseholds;
  if (service == "projects") return Owner::kProjects;
  const std::string found = service.empty() ? "nothing" : text::Quote(service);
  return Error(absl::StatusCode::kInvalidArgument, "ROUTE_REQUIRED",
               "the metadata bangfu-service says whose journal is meant: found " + found +
                   ", expected households or projects");
}

void AddStreamMethods(const google::protobuf::FileDescriptor& file,
                      absl::flat_hash_set<std::string>& methods) {
  for (int i = 0; i < file.service_count(); ++i) {
    const google::protobuf::ServiceDescriptor& service = *file.service(i);
    for (int j = 0; j < service.method_count(); ++j) {
      const google::protobuf::MethodDescriptor& method = *service.method(j);
      if (!method.server_streaming() || method.client_streaming()) continue;
      methods.insert("/" + service.full_name() + "/" + method.name());
    }
  }
}

}  // namespace

absl::StatusOr<Owner> RouteOf(std::string_view method, std::string_view service) {
  for (const Prefix& prefix : kPrefixes) {
    if (method.starts_with(prefix.prefix)) return prefix.owner;
  }
  if (method.starts_with(kJournalPrefix) && method != kWatchHeads) return JournalOwner(service);
  return Error(absl::StatusCode::kUnimplemented, "UNKNOWN_METHOD",
               "no service here has the method " + text::Quote(method));
}

absl::flat_hash_set<std::string> StreamMethods() {
  absl::flat_hash_set<std::string> methods;
  AddStreamMethods(*households::v1::ListPublishedCasesRequest::descriptor()->file(), methods);
  AddStreamMethods(*projects::v1::GetProgrammeProfileRequest::descriptor()->file(), methods);
  AddStreamMethods(*reporting::v1::ComputeFiguresRequest::descriptor()->file(), methods);
  AddStreamMethods(*journal::v1::StreamEntriesRequest::descriptor()->file(), methods);
  return methods;
}

}  // namespace bangfu::gateway
