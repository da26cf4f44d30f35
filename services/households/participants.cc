#include "services/households/participants.h"

#include <string>

#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/status/errors.h"
#include "services/households/household_store.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

constexpr int kNamesMax = 1000;

absl::StatusOr<bool> Exists(sql::Connection& connection, const std::string& text) {
  if (const auto village = names::VillageName::Parse(text)) return HasVillage(connection, *village);
  const auto name = names::ParticipantName::Parse(text);
  if (!name) return records::InvalidName("names", text, names::ParticipantName::kExample);
  if (!name->person) return HasHousehold(connection, name->Household());
  return HasPerson(connection, {name->county, name->household, *name->person});
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
    const absl::StatusOr<bool> exists = Exists(connection, text);
    if (!exists.ok()) return exists.status();
    if (!*exists) response.add_missing_names(text);
  }
  return absl::OkStatus();
}

}  // namespace bangfu::households
