#include "gateway/figure_text.h"

#include "services/common/money/money.h"
#include "services/common/text/digits.h"

namespace bangfu::gateway {
namespace {

struct UnitWords {
  reporting::v1::Unit unit;
  reporting::v1::CountingUnit counting_unit;
  std::string_view chinese;
  std::string_view english;
};

constexpr UnitWords kUnits[] = {
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_COUNTY, "个", "counties"},
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_PERSON, "人", "persons"},
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_HOUSEHOLD, "户", "households"},
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_SERVICE_KIND, "类", "kinds"},
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_FACILITY, "个", "facilities"},
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_PERSON_TIME, "人次", "person-times"},
    {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_PARTICIPANT, "户/人",
     "households and persons"},
    {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_NONE, "元", "yuan"},
    {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_COUNTY, "元/县", "yuan per county"},
    {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_PERSON, "元/人", "yuan per person"},
    {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_HOUSEHOLD, "元/户",
     "yuan per household"},
    {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_FACILITY, "元/个", "yuan per facility"},
    {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_PERSON_TIME, "元/人次",
     "yuan per person-time"},
    // Whose month it is stands in the figure's scope.
    {reporting::v1::UNIT_FEN_PER_MONTH, reporting::v1::COUNTING_UNIT_NONE, "元/月",
     "yuan per month"},
    {reporting::v1::UNIT_FEN_PER_MONTH, reporting::v1::COUNTING_UNIT_PERSON, "元/月",
     "yuan per month"},
};

struct ServiceWords {
  projects::v1::ServiceKind kind;
  std::string_view chinese;
  std::string_view english;
};

constexpr ServiceWords kServices[] = {
    {projects::v1::SERVICE_KIND_PARTY_ACTIVITIES, "党员活动", "party members' activities"},
    {projects::v1::SERVICE_KIND_TECHNICAL_TRAINING, "技术培训", "technical training"},
    {projects::v1::SERVICE_KIND_FARM_PRODUCTS_ONLINE, "农产品上网", "farm products sold online"},
    {projects::v1::SERVICE_KIND_VILLAGE_MEDICAL_CARE, "乡村医疗", "village medical care"},
    {projects::v1::SERVICE_KIND_CONVENIENCE, "便民服务", "convenience services"},
    {projects::v1::SERVICE_KIND_ELDERLY_MEALS, "老年餐桌", "meals for the elderly"},
};

constexpr std::string_view kNoValue = "—";

}  // namespace

std::string ValueText(std::optional<int64_t> value, reporting::v1::Unit unit) {
  if (!value) return std::string(kNoValue);
  const bool is_money =
      unit == reporting::v1::UNIT_FEN || unit == reporting::v1::UNIT_FEN_PER_MONTH;
  return is_money ? money::FormatYuan(*value) : text::GroupDigits(*value);
}

std::string_view UnitText(reporting::v1::Unit unit, reporting::v1::CountingUnit counting_unit,
                          Language language) {
  for (const UnitWords& words : kUnits) {
    if (words.unit != unit || words.counting_unit != counting_unit) continue;
    return language == Language::kEnglish ? words.english : words.chinese;
  }
  return {};
}

std::string_view ServiceText(projects::v1::ServiceKind kind, Language language) {
  for (const ServiceWords& words : kServices) {
    if (words.kind != kind) continue;
    return language == Language::kEnglish ? words.english : words.chinese;
  }
  return {};
}

}  // namespace bangfu::gateway
