#include "gateway/cli/words.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

std::string Formula(const std::string& terms, std::string_view language) {
  reporting::v1::Formula formula;
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString("numerator { " + terms + " }", &formula));
  return FormulaText(formula, language);
}

TEST(FormulaText, SpeaksOfRolesAndServicesInWords) {
  const std::string households =
      "terms { aggregate: AGGREGATE_DISTINCT kind: FACT_KIND_PARTICIPATION_STARTED "
      "facet: 'PARTICIPATION_ROLE_FREE_RANGE' }";
  EXPECT_EQ(Formula(households, kEnglish),
            "number of different subjects of taking part (free-range households)");
  EXPECT_EQ(Formula(households, kChinese), "不同对象数：参与项目（散养户）");
  EXPECT_EQ(Formula("terms { aggregate: AGGREGATE_COUNT kind: FACT_KIND_SERVICE_OFFERED "
                    "facet: 'SERVICE_KIND_ELDERLY_MEALS' }",
                    kEnglish),
            "number of services offered (meals for the elderly)");
}

TEST(FormulaText, LeavesFacetsThatAreIds) {
  EXPECT_EQ(Formula("terms { aggregate: AGGREGATE_COUNT kind: FACT_KIND_POSTING facet: 'K01' }",
                    kEnglish),
            "number of cadres posted (K01)");
}

}  // namespace
}  // namespace bangfu::cli
