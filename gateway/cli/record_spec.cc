#include "gateway/cli/record_spec.h"

#include <array>

namespace bangfu::cli {
namespace {

using enum Conversion;

constexpr bool kOptional = true;
constexpr bool kPersonal = true;
constexpr FenRange kDebt = {0, 1'000'000'000'000};
constexpr FenRange kAmount = {1, 100'000'000'000'000};  // an entry of nothing states nothing
constexpr std::string_view kZh = "zh-CN";
constexpr std::string_view kEn = "en";
constexpr std::string_view kProgramme = "programmes/{programme}";
constexpr std::string_view kProject = "programmes/{programme}/projects/{project}";
constexpr std::string_view kVillageName = "counties/{county}/villages/{village}";

constexpr auto kCounties = std::to_array<Column>({
    {"county", kCounty},
    {"title_zh", kLocalized, "titles", kZh},
    {"title_en", kLocalized, "titles", kEn, kOptional},
    {"prefecture", kText, "prefecture", {}, kOptional},
    {"province", kText, "province"},
});

constexpr auto kVillages = std::to_array<Column>({
    {"county", kCounty},
    {"village", kVillage},
    {"title", kText, "title"},
    {"township", kText, "township"},
});

constexpr auto kHouseholds = std::to_array<Column>({
    {"county", kCounty},
    {"household", kId},
    {"village", kVillage, "village", kVillageName},
    {"category", kEnum, "category"},
    {"main_cause", kEnum, "main_cause"},
    {"register_date", kDate, "register_date"},
    {"lift_date", kDate, "lift_date", {}, kOptional},
    {"departure_date", kDate, "departure_date", {}, kOptional},
    {"debt_yuan", kYuan, "debt_fen", {}, kOptional, kPersonal, kDebt},
});

constexpr auto kPersons = std::to_array<Column>({
    {"county", kCounty},
    {"household", kId},
    {"person", kPersonId},
    {"full_name", kText, "full_name", {}, !kOptional, kPersonal},
    {"id_number", kIdNumber, "id_number", {}, kOptional, kPersonal},
    {"relation", kEnum, "relation"},
    {"sex", kEnum, "sex"},
    {"birth_year", kInteger, "birth_year", {}, kOptional, kPersonal},
    {"health", kText, "health", {}, kOptional, kPersonal},
});

constexpr auto kCases = std::to_array<Column>({
    {"county", kCounty},
    {"case", kId},
    {"programme", kId, "programme", kProgramme},
    {"person", kPerson, "person"},
    {"title_zh", kLocalized, "titles", kZh},
    {"title_en", kLocalized, "titles", kEn, kOptional},
    {"story_zh", kLocalized, "stories", kZh},
    {"story_en", kLocalized, "stories", kEn, kOptional},
    {"begin_year", kInteger, "begin_year"},
    {"consent_grant_date", kDate, "consent.grant_date", {}, kOptional},
    {"consent_withdraw_date", kDate, "consent.withdraw_date", {}, kOptional},
    {"consent_document", kText, "consent.document", {}, kOptional},
    {"consent_scopes", kEnumList, "consent.scopes", {}, kOptional},
});

constexpr auto kProgrammes = std::to_array<Column>({
    {"programme", kId},
    {"title_zh", kLocalized, "titles", kZh},
    {"title_en", kLocalized, "titles", kEn, kOptional},
    {"organisation_zh", kLocalized, "organisations", kZh},
    {"organisation_en", kLocalized, "organisations", kEn, kOptional},
    {"guidelines_zh", kLocalizedList, "guidelines", kZh, kOptional},
    {"guidelines_en", kLocalizedList, "guidelines", kEn, kOptional},
    {"mode_zh", kLocalized, "modes", kZh, kOptional},
    {"mode_en", kLocalized, "modes", kEn, kOptional},
    {"designations", kDesignations, "designations"},
    {"start_date", kDate, "start_date"},
    {"end_date", kDate, "end_date", {}, kOptional},
});

constexpr auto kProjects = std::to_array<Column>({
    {"programme", kId},
    {"project", kId},
    {"title_zh", kLocalized, "titles", kZh},
    {"title_en", kLocalized, "titles", kEn, kOptional},
    {"description_zh", kLocalized, "descriptions", kZh, kOptional},
    {"description_en", kLocalized, "descriptions", kEn, kOptional},
    {"pillar", kEnum, "pillar"},
    {"model", kEnum, "model"},
    {"counties", kCountyList, "counties"},
    {"start_date", kDate, "start_date"},
});

constexpr auto kParticipations = std::to_array<Column>({
    {"county", kCounty},
    {"participation", kId},
    {"programme", kId},
    {"project", kId, "project", kProject},
    {"participant", kParticipant, "participant"},
    {"role", kEnum, "role"},
    {"start_date", kDate, "start_date"},
    {"end_date", kDate, "end_date", {}, kOptional},
    {"return_date", kDate, "return_date", {}, kOptional},
});

constexpr auto kLedger = std::to_array<Column>({
    {"county", kCounty},
    {"ledger_entry", kId},
    {"programme", kId},
    {"project", kId, "project", kProject},
    {"kind", kEnum, "kind"},
    {"amount_yuan", kYuan, "amount_fen", {}, !kOptional, !kPersonal, kAmount},
    {"date", kDate, "date"},
    {"counterparty", kCounterparty, "counterparty", {}, kOptional},
    {"document", kText, "document", {}, kOptional},
    {"reverses", kId, "reverses", "counties/{county}/ledgerEntries/{reverses}", kOptional},
});

constexpr auto kPostings = std::to_array<Column>({
    {"county", kCounty},
    {"posting", kId},
    {"programme", kId, "programme", kProgramme},
    {"cadre", kId, "cadre", "{cadre}"},
    {"place", kPlace, "place"},
    {"start_date", kDate, "start_date"},
    {"end_date", kDate, "end_date", {}, kOptional},
    {"honours", kHonours, "honours", {}, kOptional},
    {"promotion_date", kDate, "promotion_date", {}, kOptional},
});

constexpr auto kFacilities = std::to_array<Column>({
    {"county", kCounty},
    {"facility", kId},
    {"programme", kId, "programme", kProgramme},
    {"village", kVillage, "village", kVillageName},
    {"title_zh", kLocalized, "titles", kZh},
    {"title_en", kLocalized, "titles", kEn, kOptional},
    {"service_kinds", kEnumList, "service_kinds"},
    {"open_date", kDate, "open_date"},
});

constexpr auto kAttestations = std::to_array<Column>({
    {"programme", kId},
    {"attestation", kId},
    {"project", kId, "project", kProject, kOptional},
    {"statement_zh", kLocalized, "statements", kZh},
    {"statement_en", kLocalized, "statements", kEn, kOptional},
    {"attestor_zh", kLocalized, "attestors", kZh},
    {"attestor_en", kLocalized, "attestors", kEn, kOptional},
    {"date", kDate, "date"},
    {"document", kText, "document"},
});

constexpr bool kGlobal = false;  // not in a county
constexpr auto kFiles = std::to_array<FileSpec>({
    {"counties.csv", Service::kHouseholds, "county", "counties/{county}", kCounties},
    {"villages.csv", Service::kHouseholds, "village", kVillageName, kVillages},
    {"households.csv", Service::kHouseholds, "household",
     "counties/{county}/households/{household}", kHouseholds},
    {"persons.csv", Service::kHouseholds, "person",
     "counties/{county}/households/{household}/persons/{person}", kPersons},
    {"cases.csv", Service::kHouseholds, "case", "counties/{county}/cases/{case}", kCases},
    {"programmes.csv", Service::kProjects, "programme", kProgramme, kProgrammes, kGlobal},
    {"projects.csv", Service::kProjects, "project", kProject, kProjects, kGlobal},
    {"participations.csv", Service::kProjects, "participation",
     "counties/{county}/participations/{participation}", kParticipations},
    {"ledger.csv", Service::kProjects, "ledger_entry",
     "counties/{county}/ledgerEntries/{ledger_entry}", kLedger},
    {"postings.csv", Service::kProjects, "posting", "counties/{county}/postings/{posting}",
     kPostings},
    {"facilities.csv", Service::kProjects, "facility", "counties/{county}/facilities/{facility}",
     kFacilities},
    {"attestations.csv", Service::kProjects, "attestation",
     "programmes/{programme}/attestations/{attestation}", kAttestations, kGlobal},
});

}  // namespace

std::string_view ServiceName(Service service) {
  return service == Service::kHouseholds ? "households" : "projects";
}

std::span<const FileSpec> FileSpecs() { return kFiles; }

int FindColumn(const FileSpec& spec, std::string_view name) {
  for (size_t i = 0; i < spec.columns.size(); ++i) {
    if (spec.columns[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

int IdColumn(const FileSpec& spec) {
  const size_t brace = spec.name.rfind('{') + 1;
  return FindColumn(spec, spec.name.substr(brace, spec.name.rfind('}') - brace));
}

bool HasPersonal(const FileSpec& spec) {
  for (const Column& column : spec.columns) {
    if (column.personal) return true;
  }
  return false;
}

}  // namespace bangfu::cli
