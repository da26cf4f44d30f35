// The programme and its projects, who takes part, who was posted, what was opened.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/bench/world/dice.h"
#include "tests/bench/world/household_facts.h"
#include "tests/bench/world/parts.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

using ProjectsBatcher = Batcher<projects::v1::ImportRecordsRequest>;

constexpr int kProjectsPerAttestation = 25;
// In each county, however large it is (assumed): what one organisation sends and builds. So a sheet
// of as many counties and projects lists as much at each size of the register.
constexpr int kPostings = 12;
constexpr int kFacilities = 4;

void FillProgramme(const std::vector<County>& counties, projects::v1::Programme& programme) {
  programme.set_name(kProgramme);
  AddText(programme.mutable_titles(), "合成数据：定点帮扶成绩单",
          "Synthetic records: achievement sheet of targeted assistance");
  AddText(programme.mutable_organisations(), "示例科技集团有限公司",
          "Sample Technology Group Corporation");
  for (const auto& [zh, en] :
       {std::pair("因地制宜", "suited to local conditions"), std::pair("精准扶贫", "precise"),
        std::pair("造血为主", "self-sustaining income first")}) {
    AddText(programme.mutable_guidelines(), zh, en);
  }
  AddText(programme.mutable_modes(), "综合党建+特色产业+志愿服务，志智双扶",
          "party building + characteristic industry + volunteer service");
  for (const County& county : counties) {
    projects::v1::Designation& designation = *programme.add_designations();
    designation.set_county(CountyName(county));
    *designation.mutable_start_date() = DateOf(shares::kFirstDay);
  }
  *programme.mutable_start_date() = DateOf(shares::kFirstDay);
}

void FillProject(const World& world, int number, projects::v1::Project& project) {
  project.set_name(ProjectName(number));
  AddText(project.mutable_titles(), absl::StrCat("示例项目", number + 1),
          absl::StrCat("Sample project ", number + 1));
  AddText(project.mutable_descriptions(),
          "示例文字：养殖场提供牛犊、饲料和防疫，农户分散饲养，到期由养殖场回收。",
          "Sample text: the farm supplies calves, fodder and veterinary care, households raise the "
          "animals, and the farm buys them back.");
  Dice dice(world.plan().seed, Subject::kProject, number);
  project.set_pillar(number < 2
                         ? projects::v1::PILLAR_INDUSTRY
                         : static_cast<projects::v1::Pillar>(dice.Pick(shares::kPillars) + 1));
  project.set_model(ModelOf(number));
  for (const County& county : world.counties()) {
    if (RunsIn(world.plan(), number, county)) project.add_counties(CountyName(county));
  }
  *project.mutable_start_date() = DateOf(shares::kFirstDay);
}

void FillAttestation(int project, projects::v1::Attestation& attestation) {
  attestation.set_name(absl::StrFormat("%s/attestations/A%04d", kProgramme, project));
  attestation.set_project(ProjectName(project));
  AddText(attestation.mutable_statements(), "示例：项目的成效排在前面",
          "Sample: the project ranks near the top");
  AddText(attestation.mutable_attestors(), "示例科技集团有限公司",
          "Sample Technology Group Corporation");
  *attestation.mutable_date() = DateOf(shares::kLastDay);
  attestation.set_document("statement/2020-001");
}

void FillParticipation(const County& county, int64_t household, const Enrolment& enrolment,
                       projects::v1::Participation& participation) {
  participation.set_name(absl::StrFormat("%s/participations/P%07d", CountyName(county), household));
  participation.set_project(ProjectName(enrolment.project));
  participation.set_participant(enrolment.person == 0
                                    ? HouseholdName(county, household)
                                    : PersonName(county, household, enrolment.person));
  participation.set_role(enrolment.role);
  *participation.mutable_start_date() = DateOf(enrolment.start_day);
  if (enrolment.end_day) *participation.mutable_end_date() = DateOf(*enrolment.end_day);
  if (enrolment.return_day) *participation.mutable_return_date() = DateOf(*enrolment.return_day);
}

// Terms of two years. One cadre of six serves a second term; half were honoured, a third promoted.
void FillPosting(const WorldPlan& plan, const County& county, int64_t number,
                 projects::v1::Posting& posting) {
  Dice dice(plan.seed, Subject::kPosting, county.number, number);
  const int start = shares::kFirstDay + static_cast<int>(dice.Below(4 * 365));
  posting.set_name(absl::StrFormat("%s/postings/S%04d", CountyName(county), number));
  posting.set_programme(kProgramme);
  posting.set_cadre(absl::StrFormat("K%s%04d", county.code, number % 6 == 5 ? number - 1 : number));
  posting.set_place(number == 0 ? CountyName(county)
                                : VillageName(county, dice.Below(county.villages)));
  *posting.mutable_start_date() = DateOf(start);
  *posting.mutable_end_date() = DateOf(start + 730);
  if (dice.Chance(.5)) {
    projects::v1::Honour& honour = *posting.add_honours();
    honour.set_title("县优秀驻村干部");
    *honour.mutable_date() = DateOf(start + 600);
    honour.set_document(absl::StrFormat("honour/%s-%04d", county.code, number));
  }
  if (dice.Chance(1. / 3)) *posting.mutable_promotion_date() = DateOf(start + 800);
}

void FillFacility(const WorldPlan& plan, const County& county, int64_t number,
                  projects::v1::Facility& facility) {
  Dice dice(plan.seed, Subject::kFacility, county.number, number);
  facility.set_name(absl::StrFormat("%s/facilities/F%04d", CountyName(county), number));
  facility.set_programme(kProgramme);
  facility.set_village(VillageName(county, dice.Below(county.villages)));
  AddText(facility.mutable_titles(), absl::StrCat("示例", number + 1, "号综合服务站"),
          absl::StrCat("Sample service station ", number + 1));
  const auto first = static_cast<int>(dice.Below(6));
  for (int i = 0; i < 2 + static_cast<int>(number % 2); ++i) {
    facility.add_service_kinds(static_cast<projects::v1::ServiceKind>((first + i) % 6 + 1));
  }
  *facility.mutable_open_date() = DateOf(shares::kFirstDay + static_cast<int>(dice.Below(7 * 365)));
}

}  // namespace

void World::MakeProgramme(const ProjectsBatchSink& sink) const {
  ProjectsBatcher batcher("000000", "programme-", sink);
  FillProgramme(counties_, *batcher.Add().mutable_programme());
  for (int project = 0; project < plan_.projects; ++project) {
    FillProject(*this, project, *batcher.Add().mutable_project());
  }
  for (int project = 0; project < plan_.projects; project += kProjectsPerAttestation) {
    FillAttestation(project, *batcher.Add().mutable_attestation());
  }
}

void World::MakeParticipations(const County& county, const ProjectsBatchSink& sink) const {
  ProjectsBatcher batcher(county.code, "participations-", sink);
  const Enrolments enrolments(plan_, county);
  for (int64_t household = 0; household < county.households; ++household) {
    if (const std::optional<Enrolment> enrolment = enrolments.Of(household)) {
      FillParticipation(county, household, *enrolment, *batcher.Add().mutable_participation());
    }
  }
}

void World::MakePostingsAndFacilities(const County& county, const ProjectsBatchSink& sink) const {
  ProjectsBatcher batcher(county.code, "places-", sink);
  for (int64_t i = 0; i < kPostings; ++i) {
    FillPosting(plan_, county, i, *batcher.Add().mutable_posting());
  }
  for (int64_t i = 0; i < kFacilities; ++i) {
    FillFacility(plan_, county, i, *batcher.Add().mutable_facility());
  }
}

}  // namespace bangfu::bench
