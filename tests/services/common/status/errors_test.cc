#include "services/common/status/errors.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace bangfu {
namespace {

constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";

TEST(Errors, ErrorCarriesReasonDomainAndMetadata) {
  const absl::Status status = Error(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND",
                                    "no such household", {{"name", "counties/510524"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no such household");
  EXPECT_EQ(ReasonOf(status), "HOUSEHOLD_NOT_FOUND");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(std::string(status.GetPayload(kErrorInfo).value())));
  EXPECT_EQ(info.domain(), "bangfu");
  EXPECT_EQ(info.metadata().at("name"), "counties/510524");
}

TEST(Errors, StatusMadeElsewhereHasNeitherReasonNorViolations) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), "");
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
  EXPECT_TRUE(ViolationsOf(absl::InternalError("x")).empty());
}

TEST(Errors, OneInvalidFieldIsTheMessage) {
  const absl::Status status = InvalidFields({{"amount_fen", "found -3, expected more than 0"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "amount_fen: found -3, expected more than 0");
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS");
}

TEST(Errors, AllInvalidFieldsAreListedInTheirOrder) {
  const absl::Status status = InvalidFields({{"a", "found nothing"}, {"b[1].c", "found 7"}});
  EXPECT_EQ(status.message(), "2 fields are invalid; the first: a: found nothing");
  const std::vector<FieldViolation> violations = ViolationsOf(status);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "a");
  EXPECT_EQ(violations[1].field, "b[1].c");
  EXPECT_EQ(violations[1].description, "found 7");
}

struct CapCase {
  const char* name;
  size_t violations;
  size_t description_bytes;
  size_t listed_min;
  size_t listed_max;
};

class ErrorsCap : public ::testing::TestWithParam<CapCase> {};

TEST_P(ErrorsCap, ListsWhatFitsAndCountsTheRest) {
  const CapCase& param = GetParam();
  const std::vector<FieldViolation> all(
      param.violations, {"records[3].name", std::string(param.description_bytes, 'x')});
  const absl::Status status = InvalidFields(all);
  const size_t listed = ViolationsOf(status).size();
  EXPECT_GE(listed, param.listed_min);
  EXPECT_LE(listed, param.listed_max);
  EXPECT_LE(status.GetPayload(kBadRequest).value().size(), 4000u);
  const std::string left_out =
      "(" + std::to_string(param.violations - listed) + " of them not listed)";
  const bool tells = std::string(status.message()).find(left_out) != std::string::npos;
  EXPECT_EQ(tells, listed < param.violations) << status.message();
}

INSTANTIATE_TEST_SUITE_P(, ErrorsCap,
                         ::testing::Values(CapCase{"AllFit", 50, 20, 50, 50},
                                           CapCase{"TooMany", 51, 20, 50, 50},
                                           CapCase{"TooBig", 50, 300, 10, 13},
                                           CapCase{"OneHuge", 1, 100'000, 1, 1}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Errors, ListedPartsAreClippedAtCodePoints) {
  std::string description;
  for (int i = 0; i < 1000; ++i) description += "村";
  const std::vector<FieldViolation> violations =
      ViolationsOf(InvalidFields({{std::string(1000, 'f'), description}}));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field.size(), 200u);
  EXPECT_LE(violations[0].description.size(), 400u);
  EXPECT_TRUE(violations[0].description.ends_with("村…"));
}

}  // namespace
}  // namespace bangfu
