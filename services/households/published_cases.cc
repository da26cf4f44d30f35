#include "services/households/published_cases.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "services/common/journal/journal_reader.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/records/fields.h"
#include "services/common/records/read.h"
#include "services/common/records/sheet_cases.h"
#include "services/households/case_store.h"
#include "services/households/household_store.h"
#include "services/households/journal_name.h"
#include "services/households/personal.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

constexpr int kCountiesMax = 4'000;  // the country has fewer than 3,000

bool Covers(const v1::Consent& consent, v1::ConsentScope scope) {
  return std::find(consent.scopes().begin(), consent.scopes().end(), scope) !=
         consent.scopes().end();
}

// What is needed of all cases is looked up together, each kind in one go: a hundred cases would
// cost hundreds of ways to a server. What belongs to a case has its place.
class Publisher {
 public:
  Publisher(sql::Connection& connection, std::vector<RecordedCase> cases,
            v1::ListPublishedCasesResponse& response)
      : connection_(connection), response_(response) {
    for (RecordedCase& recorded : cases) {
      *response_.add_cases()->mutable_case_() = std::move(recorded.record);
      seqs_.push_back(recorded.seq);
    }
    for (const v1::PublishedCase& published : response_.cases()) {
      persons_.push_back(*names::PersonName::Parse(published.case_().person()));
      households_.push_back(persons_.back().Household());
    }
  }

  absl::Status AddEntries() const {
    std::vector<journal::EntryPlace> of_cases;
    for (size_t i = 0; i < seqs_.size(); ++i) {
      of_cases.push_back({std::string(persons_[i].county), seqs_[i]});
    }
    absl::StatusOr<std::vector<journal::v1::EntryRef>> refs =
        journal::ReadEntryRefs(connection_, kJournal, of_cases);
    if (!refs.ok()) return refs.status();
    for (size_t i = 0; i < refs->size(); ++i) {
      Case(i).mutable_case_entry()->Swap(&(*refs)[i]);
    }
    return AddHouseholdEntries();
  }

  // Adds what the consents cover. Without the household's key (it was erased) there is nothing.
  absl::Status AddPersonal(const KeyRing& keys) const {
    const absl::StatusOr<HouseholdKeys> found = keys.FindAll(connection_, households_);
    if (!found.ok()) return found.status();
    absl::Status status = AddPersons(*found);
    return status.ok() ? AddDebts(*found) : status;
  }

 private:
  v1::PublishedCase& Case(size_t place) const {
    return *response_.mutable_cases(static_cast<int>(place));
  }
  const v1::Consent& ConsentOf(size_t place) const { return Case(place).case_().consent(); }

  absl::Status AddHouseholdEntries() const;
  absl::Status AddPersons(const HouseholdKeys& keys) const;
  absl::Status AddDebts(const HouseholdKeys& keys) const;

  sql::Connection& connection_;
  v1::ListPublishedCasesResponse& response_;
  std::vector<int64_t> seqs_;
  std::vector<names::PersonName> persons_;  // of response_'s strings
  std::vector<names::HouseholdName> households_;
};

absl::Status Publisher::AddHouseholdEntries() const {
  std::map<std::string, int64_t> seqs;
  absl::Status found = FindHouseholdSeqs(
      connection_, households_,
      [&](const names::HouseholdName& name, int64_t seq) { seqs[name.ToString()] = seq; });
  if (!found.ok()) return found;
  std::vector<journal::EntryPlace> entries;
  std::vector<size_t> places;
  for (size_t i = 0; i < households_.size(); ++i) {
    const auto seq = seqs.find(households_[i].ToString());
    if (seq == seqs.end()) continue;
    entries.push_back({std::string(households_[i].county), seq->second});
    places.push_back(i);
  }
  absl::StatusOr<std::vector<journal::v1::EntryRef>> refs =
      journal::ReadEntryRefs(connection_, kJournal, entries);
  if (!refs.ok()) return refs.status();
  for (size_t i = 0; i < refs->size(); ++i) {
    Case(places[i]).mutable_household_entry()->Swap(&(*refs)[i]);
  }
  return absl::OkStatus();
}

absl::Status Publisher::AddPersons(const HouseholdKeys& keys) const {
  std::map<std::string, v1::PersonRecorded> persons;
  absl::Status found = FindPersons(connection_, persons_,
                                   [&](const names::PersonName& name, v1::PersonRecorded person) {
                                     persons[name.ToString()] = std::move(person);
                                   });
  if (!found.ok()) return found;
  for (size_t i = 0; i < persons_.size(); ++i) {
    const auto key = keys.find(households_[i].ToString());
    const auto person = persons.find(persons_[i].ToString());
    if (key == keys.end() || person == persons.end()) continue;
    absl::StatusOr<v1::PersonPersonal> personal = OpenPerson(key->second, person->second);
    if (!personal.ok()) return personal.status();
    const v1::Consent& consent = ConsentOf(i);
    if (Covers(consent, v1::CONSENT_SCOPE_NAME)) Case(i).set_full_name(personal->full_name());
    if (Covers(consent, v1::CONSENT_SCOPE_HEALTH)) Case(i).set_health(personal->health());
  }
  return absl::OkStatus();
}

absl::Status Publisher::AddDebts(const HouseholdKeys& keys) const {
  std::vector<names::HouseholdName> asked;
  for (size_t i = 0; i < households_.size(); ++i) {
    if (Covers(ConsentOf(i), v1::CONSENT_SCOPE_DEBT)) asked.push_back(households_[i]);
  }
  std::map<std::string, v1::HouseholdRecorded> households;
  absl::Status found = FindHouseholds(
      connection_, asked, [&](const names::HouseholdName& name, v1::HouseholdRecorded household) {
        households[name.ToString()] = std::move(household);
      });
  if (!found.ok()) return found;
  for (size_t i = 0; i < households_.size(); ++i) {
    const auto key = keys.find(households_[i].ToString());
    const auto household = households.find(households_[i].ToString());
    const bool covered = Covers(ConsentOf(i), v1::CONSENT_SCOPE_DEBT);
    if (!covered || key == keys.end() || household == households.end()) continue;
    absl::StatusOr<v1::HouseholdPersonal> personal = OpenHousehold(key->second, household->second);
    if (!personal.ok()) return personal.status();
    Case(i).set_debt_fen(personal->debt_fen());
  }
  return absl::OkStatus();
}

using Counties = absl::flat_hash_set<std::string_view>;  // six digits; none means all

bool Among(const Counties& counties, std::string_view county) {
  return counties.empty() || counties.contains(county);
}

// How many of `all` are listed, by county.
std::vector<CountyCases> ShareOut(const std::vector<CountyCases>& all) {
  std::vector<int64_t> counts;
  counts.reserve(all.size());
  for (const CountyCases& one : all) counts.push_back(one.count);
  const std::vector<int64_t> shares = records::ShareOut(counts, records::kSheetCasesMax);
  std::vector<CountyCases> listed = all;
  for (size_t i = 0; i < all.size(); ++i) listed[i].count = shares[i];
  return listed;
}

void AddLeftOut(const std::vector<CountyCases>& all, const std::vector<CountyCases>& listed,
                v1::ListPublishedCasesResponse& response) {
  for (size_t i = 0; i < all.size(); ++i) {
    const int64_t left_out = all[i].count - listed[i].count;
    if (left_out == 0) continue;
    v1::CasesLeftOut& told = *response.add_cases_left_out();
    told.set_county(names::CountyName{all[i].county}.ToString());
    told.set_count(static_cast<int32_t>(left_out));
  }
}

// Programmes with more cases than are listed are rare: the others pay for one row more.
absl::StatusOr<std::vector<RecordedCase>> ChooseCases(sql::Connection& connection,
                                                      const names::ProgrammeName& programme,
                                                      date::Date day, const Counties& counties,
                                                      v1::ListPublishedCasesResponse& response) {
  absl::StatusOr<std::vector<RecordedCase>> cases =
      ListConsentedCases(connection, programme, day, records::kSheetCasesMax + 1);
  if (!cases.ok()) return cases;
  if (cases->size() <= records::kSheetCasesMax) {
    std::erase_if(*cases, [&](const RecordedCase& one) {
      return !Among(counties, *names::CountyOf(std::string_view(one.record.name())));
    });
    return cases;
  }
  absl::StatusOr<std::vector<CountyCases>> all = CountConsentedCases(connection, programme, day);
  if (!all.ok()) return all.status();
  std::erase_if(*all, [&](const CountyCases& one) { return !Among(counties, one.county); });
  std::vector<CountyCases> listed = ShareOut(*all);
  AddLeftOut(*all, listed, response);
  std::erase_if(listed, [](const CountyCases& one) { return one.count == 0; });
  return ListFirstCases(connection, programme, day, listed);
}

Counties CheckCounties(const v1::ListPublishedCasesRequest& request, records::FieldChecker& check) {
  Counties counties;
  if (request.counties_size() > kCountiesMax) {
    check.Invalid("counties", absl::StrCat("found ", request.counties_size(),
                                           " names, expected at most ", kCountiesMax));
    return counties;
  }
  for (int i = 0; i < request.counties_size(); ++i) {
    const auto county = check.In("counties", i).Name<names::CountyName>({}, request.counties(i));
    if (county) counties.insert(county->county);
  }
  return counties;
}

}  // namespace

absl::Status ListPublishedCases(sql::Connection& connection, const KeyRing& keys,
                                const v1::ListPublishedCasesRequest& request,
                                v1::ListPublishedCasesResponse& response) {
  records::Violations violations;
  records::FieldChecker check(violations);
  const auto programme = check.Name<names::ProgrammeName>("programme", request.programme());
  const auto as_of = check.RequiredDate("as_of", request.as_of());
  const Counties counties = CheckCounties(request, check);
  if (!violations.empty()) return violations.ToStatus();

  absl::StatusOr<std::vector<journal::v1::TreeHead>> heads =
      journal::ListTreeHeads(connection, kJournal);
  if (!heads.ok()) return heads.status();
  response.mutable_tree_heads()->Assign(heads->begin(), heads->end());
  absl::StatusOr<std::vector<v1::County>> titled =
      ListCounties(connection, {.limit = kCountiesMax});
  if (!titled.ok()) return titled.status();
  for (v1::County& county : *titled) *response.add_counties() = std::move(county);
  absl::StatusOr<std::vector<RecordedCase>> cases =
      ChooseCases(connection, *programme, *as_of, counties, response);
  if (!cases.ok()) return cases.status();
  const Publisher publisher(connection, *std::move(cases), response);
  absl::Status added = publisher.AddEntries();
  return added.ok() ? publisher.AddPersonal(keys) : added;
}

}  // namespace bangfu::households
