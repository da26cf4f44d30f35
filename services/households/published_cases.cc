#include "services/households/published_cases.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "services/common/journal/journal_reader.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/records/fields.h"
#include "services/common/records/read.h"
#include "services/households/case_store.h"
#include "services/households/household_store.h"
#include "services/households/journal_name.h"
#include "services/households/personal.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

constexpr int kCasesMax = 100;
constexpr int kCountiesMax = 4'000;  // the country has fewer than 3,000

bool Covers(const v1::Consent& consent, v1::ConsentScope scope) {
  return std::find(consent.scopes().begin(), consent.scopes().end(), scope) !=
         consent.scopes().end();
}

absl::Status AddDebt(sql::Connection& connection, const seal::Key& key,
                     const names::HouseholdName& name, v1::PublishedCase& published) {
  absl::StatusOr<std::optional<v1::HouseholdRecorded>> household = FindHousehold(connection, name);
  if (!household.ok()) return household.status();
  if (!household->has_value()) return absl::OkStatus();
  absl::StatusOr<v1::HouseholdPersonal> personal = OpenHousehold(key, **household);
  if (!personal.ok()) return personal.status();
  published.set_debt_fen(personal->debt_fen());
  return absl::OkStatus();
}

absl::Status AddPerson(sql::Connection& connection, const seal::Key& key,
                       const names::PersonName& name, const v1::Consent& consent,
                       v1::PublishedCase& published) {
  absl::StatusOr<std::optional<v1::PersonRecorded>> person = FindPerson(connection, name);
  if (!person.ok()) return person.status();
  if (!person->has_value()) return absl::OkStatus();
  absl::StatusOr<v1::PersonPersonal> personal = OpenPerson(key, **person);
  if (!personal.ok()) return personal.status();
  if (Covers(consent, v1::CONSENT_SCOPE_NAME)) published.set_full_name(personal->full_name());
  if (Covers(consent, v1::CONSENT_SCOPE_HEALTH)) published.set_health(personal->health());
  return absl::OkStatus();
}

// Adds what the consent covers. Without the household's key (it was erased) there is nothing.
absl::Status AddPersonal(sql::Connection& connection, const KeyRing& keys,
                         const names::PersonName& name, v1::PublishedCase& published) {
  absl::StatusOr<std::optional<seal::Key>> key = keys.Find(connection, name.Household());
  if (!key.ok()) return key.status();
  if (!key->has_value()) return absl::OkStatus();
  const v1::Consent& consent = published.case_().consent();
  absl::Status status = AddPerson(connection, **key, name, consent, published);
  if (!status.ok()) return status;
  if (!Covers(consent, v1::CONSENT_SCOPE_DEBT)) return absl::OkStatus();
  return AddDebt(connection, **key, name.Household(), published);
}

absl::Status Publish(sql::Connection& connection, const KeyRing& keys, RecordedCase recorded,
                     v1::PublishedCase& published) {
  *published.mutable_case_() = std::move(recorded.record);
  const names::PersonName person = *names::PersonName::Parse(published.case_().person());
  absl::StatusOr<journal::v1::EntryRef> entry =
      journal::ReadEntryRef(connection, kJournal, person.county, recorded.seq);
  if (!entry.ok()) return entry.status();
  *published.mutable_case_entry() = *std::move(entry);
  absl::StatusOr<std::optional<int64_t>> seq = FindHouseholdSeq(connection, person.Household());
  if (!seq.ok()) return seq.status();
  if (seq->has_value()) {
    entry = journal::ReadEntryRef(connection, kJournal, person.county, **seq);
    if (!entry.ok()) return entry.status();
    *published.mutable_household_entry() = *std::move(entry);
  }
  return AddPersonal(connection, keys, person, published);
}

}  // namespace

absl::Status ListPublishedCases(sql::Connection& connection, const KeyRing& keys,
                                const v1::ListPublishedCasesRequest& request,
                                v1::ListPublishedCasesResponse& response) {
  records::Violations violations;
  records::FieldChecker check(violations);
  const auto programme = check.Name<names::ProgrammeName>("programme", request.programme());
  const auto as_of = check.RequiredDate("as_of", request.as_of());
  if (!violations.empty()) return violations.ToStatus();

  absl::StatusOr<std::vector<journal::v1::TreeHead>> heads =
      journal::ListTreeHeads(connection, kJournal);
  if (!heads.ok()) return heads.status();
  response.mutable_tree_heads()->Assign(heads->begin(), heads->end());
  absl::StatusOr<std::vector<v1::County>> counties =
      ListCounties(connection, {.limit = kCountiesMax});
  if (!counties.ok()) return counties.status();
  for (v1::County& county : *counties) *response.add_counties() = std::move(county);
  absl::StatusOr<std::vector<RecordedCase>> cases =
      ListConsentedCases(connection, *programme, *as_of, kCasesMax);
  if (!cases.ok()) return cases.status();
  for (RecordedCase& recorded : *cases) {
    absl::Status status = Publish(connection, keys, std::move(recorded), *response.add_cases());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace bangfu::households
