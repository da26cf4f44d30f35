#include "services/households/participants.h"

#include <optional>
#include <string>

#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/status/errors.h"
#include "services/households/household_store.h"

namespace bangfu::households {
namespace {

constexpr int kNamesMax = 1000;

absl::StatusOr<bool> Exists(sql::Connection& connection, const names::ParticipantName& name) {
  if (!name.person) return HasHousehold(connection, name.Household());
  return HasPerson(connection, {name.county, name.household, *name.person});
}

}  // namespace

absl::Status CheckParticipants(sql::Connection& connection,
                               const v1::CheckParticipantsRequest& request,
                               v1::CheckParticipantsResponse& response) {
  if (request.names_size() > kNamesMax) {
    return InvalidFields({{"names", "found " + std::to_string(request.names_size()) +
                                        " names, expected at most 1000"}});
  }
  for (const std::string& text : request.names()) {
    const std::optional<names::ParticipantName> name = names::ParticipantName::Parse(text);
    if (!name) return records::InvalidName("names", text, names::ParticipantName::kExample);
    absl::StatusOr<bool> exists = Exists(connection, *name);
    if (!exists.ok()) return exists.status();
    if (!*exists) response.add_missing_names(text);
  }
  return absl::OkStatus();
}

}  // namespace bangfu::households
