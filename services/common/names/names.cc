#include "services/common/names/names.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>

#include "services/common/codes/id_number.h"

namespace bangfu::names {
namespace {

constexpr size_t kIdLengthMax = 40;
constexpr size_t kCountyDigits = 6;
constexpr size_t kVillageDigits = 12;

constexpr std::string_view kCounties = "counties/";
constexpr std::string_view kProgrammes = "programmes/";
constexpr std::string_view kVillages = "/villages/";
constexpr std::string_view kHouseholds = "/households/";
constexpr std::string_view kPersons = "/persons/";
constexpr std::string_view kCases = "/cases/";
constexpr std::string_view kParticipations = "/participations/";
constexpr std::string_view kLedgerEntries = "/ledgerEntries/";
constexpr std::string_view kPostings = "/postings/";
constexpr std::string_view kFacilities = "/facilities/";
constexpr std::string_view kProjects = "/projects/";
constexpr std::string_view kAttestations = "/attestations/";
constexpr std::string_view kAchievementSheet = "/achievementSheet";

constexpr std::string_view kAny = "-";  // in a list's parent, in place of an id

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsIdCharacter(char c) {
  return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

bool IsDigits(std::string_view text, size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), IsDigit);
}

// Reads a name from left to right. After the first thing that does not fit it stays failed.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Reader& Collection(std::string_view literal) {
    fits_ = fits_ && rest_.starts_with(literal);
    if (fits_) rest_.remove_prefix(literal.size());
    return *this;
  }

  Reader& County(std::string_view& county) {
    county = Segment();
    fits_ = fits_ && IsCounty(county);
    return *this;
  }

  Reader& Village(std::string_view county, std::string_view& village) {
    village = Segment();
    fits_ = fits_ && IsVillageOf(village, county);
    return *this;
  }

  Reader& Id(std::string_view& id) {
    id = Segment();
    fits_ = fits_ && IsId(id);
    return *this;
  }

  bool Fits() const { return fits_; }
  bool AtEnd() const { return fits_ && rest_.empty(); }

 private:
  // Up to the next slash, which stays.
  std::string_view Segment() {
    const std::string_view segment = rest_.substr(0, rest_.find('/'));
    rest_.remove_prefix(segment.size());
    return segment;
  }

  std::string_view rest_;
  bool fits_ = true;
};

// counties/{county}{collection}{id}
bool ReadOfCounty(std::string_view text, std::string_view collection, std::string_view& county,
                  std::string_view& id) {
  return Reader(text).Collection(kCounties).County(county).Collection(collection).Id(id).AtEnd();
}

// programmes/{programme}{collection}{id}
bool ReadOfProgramme(std::string_view text, std::string_view collection,
                     std::string_view& programme, std::string_view& id) {
  return Reader(text).Collection(kProgrammes).Id(programme).Collection(collection).Id(id).AtEnd();
}

std::string Join(std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string joined;
  joined.reserve(size);
  for (const std::string_view part : parts) joined.append(part);
  return joined;
}

}  // namespace

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kIdLengthMax && text != kAny &&
         std::all_of(text.begin(), text.end(), IsIdCharacter) && !codes::HoldsIdNumber(text);
}

bool IsCounty(std::string_view text) { return IsPartition(text) && text != kGlobalPartition; }

bool IsPartition(std::string_view text) { return IsDigits(text, kCountyDigits); }

bool IsVillageOf(std::string_view text, std::string_view county) {
  return IsDigits(text, kVillageDigits) && IsCounty(county) && text.starts_with(county);
}

std::optional<std::string_view> CountyOf(std::string_view name) {
  if (name.starts_with(kProgrammes)) return kGlobalPartition;
  std::string_view county;
  if (Reader(name).Collection(kCounties).County(county).Fits()) return county;
  return std::nullopt;
}

std::optional<CountyName> CountyName::Parse(std::string_view text) {
  CountyName name;
  if (!Reader(text).Collection(kCounties).County(name.county).AtEnd()) return std::nullopt;
  return name;
}

std::string CountyName::ToString() const { return Join({kCounties, county}); }

std::optional<VillageName> VillageName::Parse(std::string_view text) {
  VillageName name;
  Reader reader(text);
  reader.Collection(kCounties).County(name.county);
  reader.Collection(kVillages).Village(name.county, name.village);
  if (!reader.AtEnd()) return std::nullopt;
  return name;
}

std::string VillageName::ToString() const { return Join({kCounties, county, kVillages, village}); }

std::optional<HouseholdName> HouseholdName::Parse(std::string_view text) {
  HouseholdName name;
  if (!ReadOfCounty(text, kHouseholds, name.county, name.household)) return std::nullopt;
  return name;
}

std::string HouseholdName::ToString() const {
  return Join({kCounties, county, kHouseholds, household});
}

std::optional<PersonName> PersonName::Parse(std::string_view text) {
  PersonName name;
  Reader reader(text);
  reader.Collection(kCounties).County(name.county);
  reader.Collection(kHouseholds).Id(name.household);
  if (!reader.Collection(kPersons).Id(name.person).AtEnd()) return std::nullopt;
  return name;
}

std::string PersonName::ToString() const {
  return Join({kCounties, county, kHouseholds, household, kPersons, person});
}

std::optional<CaseName> CaseName::Parse(std::string_view text) {
  CaseName name;
  if (!ReadOfCounty(text, kCases, name.county, name.case_id)) return std::nullopt;
  return name;
}

std::string CaseName::ToString() const { return Join({kCounties, county, kCases, case_id}); }

std::string CaseName::Key() const {
  std::string key(county);
  return key.append(".").append(case_id);
}

std::optional<ParticipationName> ParticipationName::Parse(std::string_view text) {
  ParticipationName name;
  if (!ReadOfCounty(text, kParticipations, name.county, name.participation)) return std::nullopt;
  return name;
}

std::string ParticipationName::ToString() const {
  return Join({kCounties, county, kParticipations, participation});
}

std::optional<LedgerEntryName> LedgerEntryName::Parse(std::string_view text) {
  LedgerEntryName name;
  if (!ReadOfCounty(text, kLedgerEntries, name.county, name.ledger_entry)) return std::nullopt;
  return name;
}

std::string LedgerEntryName::ToString() const {
  return Join({kCounties, county, kLedgerEntries, ledger_entry});
}

std::optional<PostingName> PostingName::Parse(std::string_view text) {
  PostingName name;
  if (!ReadOfCounty(text, kPostings, name.county, name.posting)) return std::nullopt;
  return name;
}

std::string PostingName::ToString() const { return Join({kCounties, county, kPostings, posting}); }

std::optional<FacilityName> FacilityName::Parse(std::string_view text) {
  FacilityName name;
  if (!ReadOfCounty(text, kFacilities, name.county, name.facility)) return std::nullopt;
  return name;
}

std::string FacilityName::ToString() const {
  return Join({kCounties, county, kFacilities, facility});
}

std::optional<ProgrammeName> ProgrammeName::Parse(std::string_view text) {
  ProgrammeName name;
  if (!Reader(text).Collection(kProgrammes).Id(name.programme).AtEnd()) return std::nullopt;
  return name;
}

std::string ProgrammeName::ToString() const { return Join({kProgrammes, programme}); }

std::optional<ProjectName> ProjectName::Parse(std::string_view text) {
  ProjectName name;
  if (!ReadOfProgramme(text, kProjects, name.programme, name.project)) return std::nullopt;
  return name;
}

std::string ProjectName::ToString() const {
  return Join({kProgrammes, programme, kProjects, project});
}

std::optional<AttestationName> AttestationName::Parse(std::string_view text) {
  AttestationName name;
  if (!ReadOfProgramme(text, kAttestations, name.programme, name.attestation)) return std::nullopt;
  return name;
}

std::string AttestationName::ToString() const {
  return Join({kProgrammes, programme, kAttestations, attestation});
}

std::optional<AchievementSheetName> AchievementSheetName::Parse(std::string_view text) {
  AchievementSheetName name;
  Reader reader(text);
  reader.Collection(kProgrammes).Id(name.programme).Collection(kAchievementSheet);
  if (!reader.AtEnd()) return std::nullopt;
  return name;
}

std::string AchievementSheetName::ToString() const {
  return Join({kProgrammes, programme, kAchievementSheet});
}

std::optional<ParticipantName> ParticipantName::Parse(std::string_view text) {
  ParticipantName name;
  Reader reader(text);
  reader.Collection(kCounties).County(name.county);
  reader.Collection(kHouseholds).Id(name.household);
  if (reader.AtEnd()) return name;
  if (!reader.Collection(kPersons).Id(name.person.emplace()).AtEnd()) return std::nullopt;
  return name;
}

std::string ParticipantName::ToString() const {
  if (!person) return Household().ToString();
  return PersonName{county, household, *person}.ToString();
}

std::optional<PlaceName> PlaceName::Parse(std::string_view text) {
  PlaceName name;
  Reader reader(text);
  reader.Collection(kCounties).County(name.county);
  if (reader.AtEnd()) return name;
  reader.Collection(kVillages).Village(name.county, name.village.emplace());
  if (!reader.AtEnd()) return std::nullopt;
  return name;
}

std::string PlaceName::ToString() const {
  if (!village) return CountyName{county}.ToString();
  return VillageName{county, *village}.ToString();
}

std::optional<PersonParentName> PersonParentName::Parse(std::string_view text) {
  PersonParentName name;
  Reader reader(text);
  reader.Collection(kCounties).County(name.county).Collection(kHouseholds);
  if (Reader any = reader; any.Collection(kAny).AtEnd()) return name;
  if (!reader.Id(name.household.emplace()).AtEnd()) return std::nullopt;
  return name;
}

std::string PersonParentName::ToString() const {
  return Join({kCounties, county, kHouseholds, household.value_or(kAny)});
}

}  // namespace bangfu::names
