#include "tests/bench/world.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/common/date/date.h"
#include "services/common/records/dates.h"

namespace bangfu::bench {
namespace {

constexpr const char* kCounties[] = {"510524", "610826"};
constexpr int kVillagesPerCounty = 20;
constexpr int kFirstDay = 15706;  // 2013-01-01
constexpr int kDays = 2920;       // eight years

void SetText(google::protobuf::RepeatedPtrField<google::type::LocalizedText>* texts,
             const std::string& text) {
  google::type::LocalizedText* added = texts->Add();
  added->set_language_code("zh-CN");
  added->set_text(text);
}

// Cuts a stream of records into batches with ids of their own.
template <typename Request>
class Batcher {
 public:
  Batcher(std::string county, std::string prefix, const std::function<void(Request)>& sink)
      : county_(std::move(county)), prefix_(std::move(prefix)), sink_(sink) {}
  ~Batcher() { Flush(); }

  auto& Add() {
    if (request_.records_size() == kBatchSize) Flush();
    return *request_.add_records();
  }

 private:
  void Flush() {
    if (request_.records().empty()) return;
    request_.set_county(county_);
    request_.set_request_id(prefix_ + county_ + "-" + std::to_string(count_++));
    sink_(std::exchange(request_, {}));
  }

  const std::string county_;
  const std::string prefix_;
  const std::function<void(Request)>& sink_;
  Request request_;
  int count_ = 0;
};

std::string CountyName(const std::string& county) { return "counties/" + county; }

std::string VillageName(const std::string& county, int64_t number) {
  const std::string digits = std::to_string(101200 + number % kVillagesPerCounty);
  return CountyName(county) + "/villages/" + county + digits;
}

std::string HouseholdName(const std::string& county, int64_t number) {
  const std::string digits = std::to_string(number);
  return CountyName(county) + "/households/H" + std::string(8 - digits.size(), '0') + digits;
}

google::type::Date DayNumber(int64_t day) {
  return records::DateToProto(date::Date{static_cast<int32_t>(kFirstDay + day % kDays)});
}

void MakeCounty(const std::string& county, int64_t households, const HouseholdsBatchSink& sink) {
  Batcher<households::v1::ImportRecordsRequest> batcher(county, "register-", sink);
  households::v1::County& record = *batcher.Add().mutable_county();
  record.set_name(CountyName(county));
  SetText(record.mutable_titles(), "县" + county);
  record.set_province("省");
  for (int i = 0; i < kVillagesPerCounty; ++i) {
    households::v1::Village& village = *batcher.Add().mutable_village();
    village.set_name(VillageName(county, i));
    village.set_title("示例村" + std::to_string(i));
    village.set_township("示例镇");
  }
  for (int64_t i = 0; i < households; ++i) {
    households::v1::Household& household = *batcher.Add().mutable_household();
    household.set_name(HouseholdName(county, i));
    household.set_village(VillageName(county, i));
    household.set_category(households::v1::HOUSEHOLD_CATEGORY_GENERAL);
    household.set_main_cause(households::v1::POVERTY_CAUSE_ILLNESS);
    *household.mutable_register_date() = DayNumber(i * kDays / (2 * households));
    household.set_debt_fen(i % 1000 * 100);
  }
}

void MakeProjects(const ProjectsBatchSink& sink) {
  Batcher<projects::v1::ImportRecordsRequest> batcher("000000", "programme-", sink);
  projects::v1::Programme& programme = *batcher.Add().mutable_programme();
  programme.set_name(kProgramme);
  SetText(programme.mutable_titles(), "测量用帮扶计划");
  SetText(programme.mutable_organisations(), "示例单位");
  SetText(programme.mutable_guidelines(), "因地制宜");
  SetText(programme.mutable_modes(), "综合党建+特色产业");
  for (const std::string county : kCounties) {
    projects::v1::Designation& designation = *programme.add_designations();
    designation.set_county(CountyName(county));
    *designation.mutable_start_date() = DayNumber(0);
  }
  *programme.mutable_start_date() = DayNumber(0);
  for (const std::string id : {"cattle", "eucommia"}) {
    projects::v1::Project& project = *batcher.Add().mutable_project();
    project.set_name(absl::StrCat(kProgramme, "/projects/", id));
    SetText(project.mutable_titles(), id);
    project.set_pillar(projects::v1::PILLAR_INDUSTRY);
    project.set_model(projects::v1::PROJECT_MODEL_PLATFORM_FREE_RANGE);
    for (const std::string county : kCounties) project.add_counties(CountyName(county));
    *project.mutable_start_date() = DayNumber(0);
  }
}

}  // namespace

void MakeRegister(int64_t households, const HouseholdsBatchSink& sink) {
  for (const char* county : kCounties) MakeCounty(county, households / 2, sink);
}

void MakeProgramme(int64_t households, const ProjectsBatchSink& sink) {
  MakeProjects(sink);
  for (const std::string county : kCounties) {
    Batcher<projects::v1::ImportRecordsRequest> batcher(county, "participations-", sink);
    for (int64_t i = 0; i < households / 2; i += 4) {
      projects::v1::Participation& participation = *batcher.Add().mutable_participation();
      participation.set_name(CountyName(county) + "/participations/P" + std::to_string(i));
      participation.set_project(absl::StrCat(kProgramme, "/projects/cattle"));
      participation.set_participant(HouseholdName(county, i));
      participation.set_role(projects::v1::PARTICIPATION_ROLE_FREE_RANGE);
      *participation.mutable_start_date() = DayNumber(i * kDays / households);
    }
  }
}

void MakeLedger(const char* county, int64_t households, int64_t entries, int64_t first_id,
                const ProjectsBatchSink& sink) {
  Batcher<projects::v1::ImportRecordsRequest> batcher(
      county, "ledger-" + std::to_string(first_id) + "-", sink);
  for (int64_t i = 0; i < entries; ++i) {
    projects::v1::LedgerEntry& entry = *batcher.Add().mutable_ledger_entry();
    std::string digits = std::to_string(first_id + i);
    digits = std::string(9 - digits.size(), '0') + digits;
    entry.set_name(CountyName(county) + "/ledgerEntries/L" + digits);
    entry.set_project(absl::StrCat(kProgramme, "/projects/cattle"));
    entry.set_kind(i % 3 == 0 ? projects::v1::LEDGER_KIND_HOUSEHOLD_COST
                              : projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT);
    entry.set_amount_fen(100 + i % 100000);
    *entry.mutable_date() = DayNumber(i * kDays / entries);
    entry.set_counterparty(HouseholdName(county, i * 7 % (households / 2)));
    entry.set_document("voucher/" + digits);
  }
}

}  // namespace bangfu::bench
