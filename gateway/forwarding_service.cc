#include "gateway/forwarding_service.h"

#include <string_view>
#include <utility>

#include "gateway/forwarded_call.h"
#include "gateway/reflection_call.h"

namespace bangfu::gateway {
namespace {

std::string_view ServiceAsked(const grpc::GenericCallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found =
      metadata.find(grpc::string_ref(kServiceMetadata.data(), kServiceMetadata.size()));
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

}  // namespace

ForwardingService::ForwardingService(server::Admission& admission, Backends& backends)
    : admission_(admission),
      backends_(backends),
      stream_methods_(StreamMethods()),
      reflection_(SuiteServices()) {}

Backend& ForwardingService::BackendOf(Owner owner) {
  switch (owner) {
    case Owner::kHouseholds:
      return backends_.households;
    case Owner::kProjects:
      return backends_.projects;
    case Owner::kReporting:
      break;
  }
  return backends_.reporting;
}

grpc::ServerGenericBidiReactor* ForwardingService::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  if (context->method() == kReflectionMethod) {
    return StartReflectionCall(reflection_, open_streams_);
  }
  const absl::StatusOr<Owner> owner = RouteOf(context->method(), ServiceAsked(*context));
  if (!owner.ok()) return StartRefusedCall(owner.status());
  const bool is_stream = stream_methods_.contains(context->method());
  auto ticket = is_stream ? admission_.AdmitStream(*context) : admission_.Admit(*context);
  if (!ticket.ok()) return StartRefusedCall(ticket.status());
  OpenStreams* const ends_at_drain = is_stream ? &open_streams_ : nullptr;
  return StartForwardedCall(*std::move(ticket), context, BackendOf(*owner), ends_at_drain);
}

}  // namespace bangfu::gateway
