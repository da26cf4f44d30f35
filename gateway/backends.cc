#include "gateway/backends.h"

#include "gateway/answers.h"
#include "services/common/server/client_channel.h"

namespace bangfu::gateway {

Backend::Backend(std::string_view service, const std::string& address)
    : name(service), channel(server::MakeChannel(address)), generic(channel) {}

Backends::Backends(const BackendAddresses& addresses)
    : households(kHouseholds, addresses.households),
      projects(kProjects, addresses.projects),
      reporting(kReporting, addresses.reporting),
      households_stub(households::v1::HouseholdsService::NewStub(households.channel)),
      projects_stub(projects::v1::ProjectsService::NewStub(projects.channel)),
      reporting_stub(reporting::v1::ReportingService::NewStub(reporting.channel)) {}

}  // namespace bangfu::gateway
