#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/bench/world.h"
#include "tests/bench/world_parts.h"

namespace bangfu::bench {
namespace {

using ProjectsBatcher = Batcher<projects::v1::ImportRecordsRequest>;
using projects::v1::LedgerKind;

constexpr const char* kCattle = "programmes/bench/projects/cattle";
constexpr const char* kEucommia = "programmes/bench/projects/eucommia";

void AddProgramme(ProjectsBatcher& batcher) {
  projects::v1::Programme& programme = *batcher.Add().mutable_programme();
  programme.set_name(kProgramme);
  AddText(programme.mutable_titles(), "测量用定点帮扶成绩单",
          "Achievement sheet of the benchmark's targeted assistance");
  AddText(programme.mutable_organisations(), "示例科技集团有限公司",
          "Sample Technology Group Corporation");
  for (const auto& [zh, en] :
       {std::pair("因地制宜", "suited to local conditions"), std::pair("精准扶贫", "precise"),
        std::pair("造血为主", "self-sustaining income first"),
        std::pair("示例特色", "with the firm's own strengths")}) {
    AddText(programme.mutable_guidelines(), zh, en);
  }
  AddText(programme.mutable_modes(), "综合党建+特色产业+志愿服务，志智双扶",
          "party building + characteristic industry + volunteer service");
  for (const char* county : kCounties) {
    projects::v1::Designation& designation = *programme.add_designations();
    designation.set_county(CountyName(county));
    *designation.mutable_start_date() = DayNumber(0);
  }
  *programme.mutable_start_date() = DayNumber(0);
}

void AddProject(ProjectsBatcher& batcher, const char* name, projects::v1::ProjectModel model) {
  projects::v1::Project& project = *batcher.Add().mutable_project();
  project.set_name(name);
  AddText(project.mutable_titles(), "示例项目", "Sample project");
  AddText(project.mutable_descriptions(),
          "示例文字：养殖场提供牛犊、饲料和防疫，农户分散饲养，到期由养殖场回收。",
          "Sample text: the farm supplies calves, fodder and veterinary care, households raise the "
          "animals, and the farm buys them back.");
  project.set_pillar(projects::v1::PILLAR_INDUSTRY);
  project.set_model(model);
  for (const char* county : kCounties) project.add_counties(CountyName(county));
  *project.mutable_start_date() = DayNumber(0);
}

void AddAttestation(ProjectsBatcher& batcher) {
  projects::v1::Attestation& attestation = *batcher.Add().mutable_attestation();
  attestation.set_name(absl::StrCat(kProgramme, "/attestations/front-ranks"));
  attestation.set_project(kCattle);
  AddText(attestation.mutable_statements(), "示例：肉牛项目的成效排在前面",
          "Sample: the cattle project ranks near the top");
  AddText(attestation.mutable_attestors(), "示例科技集团有限公司",
          "Sample Technology Group Corporation");
  *attestation.mutable_date() = DayNumber(kDays - 1);
  attestation.set_document("statement/2020-001");
}

// Fifteen of twelve cadres, of whom half were honoured and a third promoted.
void AddPosting(ProjectsBatcher& batcher, int number) {
  const std::string& county = batcher.county();
  projects::v1::Posting& posting = *batcher.Add().mutable_posting();
  posting.set_name(absl::StrFormat("%s/postings/S%02d", CountyName(county), number));
  posting.set_programme(kProgramme);
  posting.set_cadre(absl::StrFormat("K%02d", number % 12));
  posting.set_place(number % 2 == 0 ? CountyName(county) : VillageName(county, number));
  *posting.mutable_start_date() = DayNumber(number * 130);
  *posting.mutable_end_date() = DayNumber(number * 130 + 730);
  if (number % 2 == 0) {
    projects::v1::Honour& honour = *posting.add_honours();
    honour.set_title("县优秀挂职干部");
    *honour.mutable_date() = DayNumber(number * 130 + 600);
    honour.set_document("honour/2014-01");
  }
  if (number % 3 == 0) *posting.mutable_promotion_date() = DayNumber(number * 130 + 800);
}

void AddFacility(ProjectsBatcher& batcher, int number) {
  const std::string& county = batcher.county();
  projects::v1::Facility& facility = *batcher.Add().mutable_facility();
  facility.set_name(absl::StrFormat("%s/facilities/F%02d", CountyName(county), number));
  facility.set_programme(kProgramme);
  facility.set_village(VillageName(county, number));
  AddText(facility.mutable_titles(), absl::StrCat("示例", number, "号综合服务站"),
          absl::StrCat("Sample service station ", number));
  for (int i = 0; i < 2 + number % 2; ++i) {
    facility.add_service_kinds(static_cast<projects::v1::ServiceKind>((number + i) % 6 + 1));
  }
  *facility.mutable_open_date() = DayNumber(200 + number * 250);
}

// `take_part` of a project, each by the name that `who` makes of a household's number.
template <typename Who>
void AddParticipations(ProjectsBatcher& batcher, char series, const char* project,
                       projects::v1::ParticipationRole role, const Participants& take_part,
                       int64_t households, Who who) {
  const int64_t count = take_part.Count(households);
  for (int64_t k = 0; k < count; ++k) {
    projects::v1::Participation& participation = *batcher.Add().mutable_participation();
    participation.set_name(
        absl::StrFormat("%s/participations/%c%d", CountyName(batcher.county()), series, k));
    participation.set_project(project);
    participation.set_participant(who(take_part.Household(k)));
    participation.set_role(role);
    *participation.mutable_start_date() = DayNumber(k * kDays / count);
    // Four workers of five had been away.
    if (role == projects::v1::PARTICIPATION_ROLE_WORKER && k % 5 != 0) {
      *participation.mutable_return_date() = DayNumber(k * kDays / count);
    }
  }
}

void MakeParticipations(const std::string& county, int64_t households,
                        const ProjectsBatchSink& sink) {
  ProjectsBatcher batcher(county, "participations-", sink);
  const auto person = [&county](int number) {
    return [&county, number](int64_t household) { return PersonName(county, household, number); };
  };
  AddParticipations(batcher, 'F', kCattle, projects::v1::PARTICIPATION_ROLE_FREE_RANGE, kFreeRange,
                    households,
                    [&county](int64_t household) { return HouseholdName(county, household); });
  AddParticipations(batcher, 'W', kCattle, projects::v1::PARTICIPATION_ROLE_WORKER, kWorkers,
                    households, person(1));
  AddParticipations(batcher, 'G', kEucommia, projects::v1::PARTICIPATION_ROLE_GROWER, kGrowers,
                    households, person(2));
}

// What of 25 ledger entries each is, in the sample's proportions.
LedgerKind KindOf(int64_t entry) {
  const int64_t place = entry % 25;
  if (place < 7) return projects::v1::LEDGER_KIND_WAGE;
  if (place < 12) return projects::v1::LEDGER_KIND_HOUSEHOLD_COST;
  if (place < 16) return projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT;
  if (place < 21) return projects::v1::LEDGER_KIND_PERSON_SETTLEMENT;
  return place < 23 ? projects::v1::LEDGER_KIND_COLLECTIVE_REVENUE
                    : projects::v1::LEDGER_KIND_COLLECTIVE_COST;
}

// With whom: the k-th of those who take part, over and over.
std::string Counterparty(const char* county, LedgerKind kind, int64_t k, int64_t households) {
  const auto household = [k, households](const Participants& who) {
    return who.Household(k % who.Count(households));
  };
  switch (kind) {
    case projects::v1::LEDGER_KIND_WAGE:
      return PersonName(county, household(kWorkers), 1);
    case projects::v1::LEDGER_KIND_PERSON_SETTLEMENT:
      return PersonName(county, household(kGrowers), 2);
    case projects::v1::LEDGER_KIND_HOUSEHOLD_COST:
    case projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT:
      return HouseholdName(county, household(kFreeRange));
    default:
      return VillageName(county, k);
  }
}

// What an entry and its reversal have in common.
void SetMoney(const char* county, int64_t number, int64_t households,
              projects::v1::LedgerEntry& entry) {
  const LedgerKind kind = KindOf(number);
  const bool eucommia =
      kind == projects::v1::LEDGER_KIND_PERSON_SETTLEMENT || (number % 25 > 20 && number % 2 == 0);
  entry.set_project(eucommia ? kEucommia : kCattle);
  entry.set_kind(kind);
  entry.set_amount_fen(100 + number % 100000);
  entry.set_counterparty(Counterparty(county, kind, number * 7, households));
}

}  // namespace

void MakeProgramme(int64_t households, const ProjectsBatchSink& sink) {
  {
    ProjectsBatcher batcher("000000", "programme-", sink);
    AddProgramme(batcher);
    AddProject(batcher, kCattle, projects::v1::PROJECT_MODEL_PLATFORM_FREE_RANGE);
    AddProject(batcher, kEucommia, projects::v1::PROJECT_MODEL_CONTRACT_FARMING);
    AddAttestation(batcher);
  }
  for (const std::string county : kCounties) {
    MakeParticipations(county, households / 2, sink);
    const bool first = county == kCounties[0];
    ProjectsBatcher batcher(county, "places-", sink);
    for (int i = 0; i < 15; ++i) {
      if ((i < 10) == first) AddPosting(batcher, i);
    }
    for (int i = 0; i < 9; ++i) {
      if ((i < 5) == first) AddFacility(batcher, i);
    }
  }
}

void MakeLedger(const char* county, int64_t households, int64_t entries, int64_t first_id,
                const ProjectsBatchSink& sink) {
  constexpr int64_t kReversedEvery = 350;
  constexpr int64_t kReversedAfter = 50;  // an even number of the 25
  const auto name = [&](int64_t number) {
    return absl::StrFormat("%s/ledgerEntries/L%09d", CountyName(county), first_id + number);
  };
  ProjectsBatcher batcher(county, "ledger-" + std::to_string(first_id) + "-", sink);
  for (int64_t i = 0; i < entries; ++i) {
    projects::v1::LedgerEntry& entry = *batcher.Add().mutable_ledger_entry();
    entry.set_name(name(i));
    const bool reversal = i % kReversedEvery == kReversedEvery - 1;
    SetMoney(county, reversal ? i - kReversedAfter : i, households / 2, entry);
    if (reversal) entry.set_reverses(name(i - kReversedAfter));
    *entry.mutable_date() = DayNumber(i * kDays / entries);
    entry.set_document(absl::StrFormat("voucher/%09d", first_id + i));
  }
}

}  // namespace bangfu::bench
