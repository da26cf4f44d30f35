#include "services/households/participants.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/status/errors.h"
#include "services/households/household_store.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

constexpr int kNamesMax = 1000;

struct Names {
  std::vector<names::VillageName> villages;
  std::vector<names::HouseholdName> households;
  std::vector<names::PersonName> persons;
};

absl::Status Sort(const std::string& text, Names& sorted) {
  if (const auto village = names::VillageName::Parse(text)) {
    sorted.villages.push_back(*village);
    return absl::OkStatus();
  }
  const auto name = names::ParticipantName::Parse(text);
  if (!name) return records::InvalidName("names", text, names::ParticipantName::kExample);
  if (name->person) {
    sorted.persons.push_back({name->county, name->household, *name->person});
  } else {
    sorted.households.push_back(name->Household());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckParticipants(sql::Connection& connection,
                               const v1::CheckParticipantsRequest& request,
                               v1::CheckParticipantsResponse& response) {
  if (request.names_size() > kNamesMax) {
    return InvalidFields({{"names", "found " + std::to_string(request.names_size()) +
                                        " names, expected at most 1000"}});
  }
  Names sorted;
  for (const std::string& text : request.names()) {
    if (absl::Status status = Sort(text, sorted); !status.ok()) return status;
  }
  absl::flat_hash_set<std::string> existing;
  const auto found = [&existing](const auto& name) { existing.insert(name.ToString()); };
  absl::Status status = FindExisting(connection, sorted.villages, found);
  if (status.ok()) status = FindExisting(connection, sorted.households, found);
  if (status.ok()) status = FindExisting(connection, sorted.persons, found);
  if (!status.ok()) return status;
  for (const std::string& text : request.names()) {
    if (!existing.contains(text)) response.add_missing_names(text);
  }
  return absl::OkStatus();
}

}  // namespace bangfu::households
