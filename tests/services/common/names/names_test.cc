#include "services/common/names/names.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::names {
namespace {

constexpr std::string_view kIdAlphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";

// What is near to names: their characters, and some that are in none.
constexpr std::string_view kNameAlphabet = "couties/programmesjholdvag510-_ .\0";

rc::Gen<std::string> AnyId() {
  return rc::gen::suchThat(rc::gen::mapcat(rc::gen::inRange<size_t>(1, 41),
                                           [](size_t size) {
                                             return rc::gen::container<std::string>(
                                                 size,
                                                 rc::gen::elementOf(std::string(kIdAlphabet)));
                                           }),
                           [](const std::string& id) { return id != "-"; });
}

rc::Gen<std::string> AnyCounty() {
  return rc::gen::map(rc::gen::inRange(1, 1000000), [](int code) {
    const std::string digits = std::to_string(code);
    return std::string(6 - digits.size(), '0') + digits;
  });
}

// Parses what ToString makes, and it is the same.
template <typename T>
void ExpectRoundTrip(const T& name) {
  const std::string text = name.ToString();
  const std::optional<T> parsed = T::Parse(text);
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(*parsed == name);
  RC_ASSERT(parsed->ToString() == text);
}

template <typename T>
class EveryName : public testing::Test {};

using AllNames = testing::Types<CountyName, VillageName, HouseholdName, PersonName, CaseName,
                                ParticipationName, LedgerEntryName, PostingName, FacilityName,
                                ProgrammeName, ProjectName, AttestationName, AchievementSheetName>;
TYPED_TEST_SUITE(EveryName, AllNames);

TYPED_TEST(EveryName, ExampleIsOneAndIsMadeAgain) {
  const auto name = TypeParam::Parse(TypeParam::kExample);
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->ToString(), TypeParam::kExample);
}

TYPED_TEST(EveryName, AnythingAddedOrTakenAwayIsRefusedOrStaysAnId) {
  const std::string example(TypeParam::kExample);
  for (const char* after : {"/", "/x", " ", "\n", "_", ".", "东"}) {
    EXPECT_FALSE(TypeParam::Parse(example + after)) << example << after;
  }
  for (const char* before : {"/", " ", "x", "//bangfu/"}) {
    EXPECT_FALSE(TypeParam::Parse(before + example)) << before << example;
  }
  for (size_t size = 0; size < example.size(); ++size) {
    const std::string shorter = example.substr(0, size);
    const auto name = TypeParam::Parse(shorter);
    EXPECT_EQ(name ? name->ToString() : shorter, shorter);
  }
  EXPECT_FALSE(TypeParam::Parse(example + std::string(1, '\0')));
}

TYPED_TEST(EveryName, ExampleIsNoNameOfAnyOtherKind) {
  const std::string_view examples[] = {
      CountyName::kExample,          VillageName::kExample, HouseholdName::kExample,
      PersonName::kExample,          CaseName::kExample,    ParticipationName::kExample,
      LedgerEntryName::kExample,     PostingName::kExample, FacilityName::kExample,
      ProgrammeName::kExample,       ProjectName::kExample, AttestationName::kExample,
      AchievementSheetName::kExample};
  EXPECT_EQ(std::count_if(std::begin(examples), std::end(examples),
                          [](std::string_view text) { return TypeParam::Parse(text).has_value(); }),
            1);
}

TYPED_TEST(EveryName, CountyOfTheTextIsThatOfTheName) {
  const auto name = TypeParam::Parse(TypeParam::kExample);
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(CountyOf(*name), CountyOf(TypeParam::kExample));
  EXPECT_EQ(CountyOf(*name), TypeParam::kExample.starts_with("c") ? "510524" : "000000");
}

TEST(Names, MembersPointIntoTheArgument) {
  const std::string text(PersonName::kExample);
  const auto name = PersonName::Parse(text);
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->county, "510524");
  EXPECT_EQ(name->household, "H0001");
  EXPECT_EQ(name->person, "1");
  EXPECT_EQ(name->person.data(), text.data() + text.size() - 1);
  EXPECT_EQ(name->Household().ToString(), HouseholdName::kExample);
}

TEST(Names, IdsHaveOneToFortyLettersDigitsAndHyphens) {
  EXPECT_TRUE(IsId("a"));
  EXPECT_TRUE(IsId("--"));
  EXPECT_TRUE(IsId(std::string(40, 'Z')));
  for (const std::string& id :
       {std::string(), std::string(41, 'Z'), std::string("-"), std::string("a b"),
        std::string("a_b"), std::string("a/b"), std::string("户1"), std::string("a\0b", 3)}) {
    EXPECT_FALSE(IsId(id)) << id;
    EXPECT_FALSE(ProgrammeName::Parse("programmes/" + id)) << id;
    EXPECT_FALSE(HouseholdName::Parse("counties/510524/households/" + id)) << id;
  }
}

TEST(Names, IdentityNumberIsNoIdNorPartOfOne) {
  for (const char* id : {"11010519491231002X", "11010519491231002x", "440524188001010014",
                         "H-11010519491231002X-1", "1101051949123100200"}) {
    EXPECT_EQ(IsId(id), std::string_view(id) == "1101051949123100200") << id;
  }
  EXPECT_TRUE(IsId("110105194912310021"));  // the check character does not fit
}

TEST(Names, CountiesHaveSixDigitsAndAreNotTheGlobalPartition) {
  EXPECT_TRUE(IsCounty("000001"));
  EXPECT_TRUE(IsPartition("000000"));
  for (const char* county : {"", "51052", "5105240", "51052a", "-10524", "000000", "５10524"}) {
    EXPECT_FALSE(IsCounty(county)) << county;
    EXPECT_FALSE(CountyName::Parse(std::string("counties/") + county)) << county;
    EXPECT_FALSE(CaseName::Parse("counties/" + std::string(county) + "/cases/a")) << county;
  }
}

TEST(Names, VillagesHaveTwelveDigitsThatBeginWithTheirCounty) {
  EXPECT_TRUE(IsVillageOf("510524101227", "510524"));
  EXPECT_FALSE(IsVillageOf("000000101227", "000000"));
  for (const char* village :
       {"", "610826101227", "51052410122", "5105241012270", "51052410122a", "510524"}) {
    EXPECT_FALSE(IsVillageOf(village, "510524")) << village;
    EXPECT_FALSE(VillageName::Parse("counties/510524/villages/" + std::string(village)));
    EXPECT_FALSE(PlaceName::Parse("counties/510524/villages/" + std::string(village)));
  }
}

TEST(Names, ParticipantIsAHouseholdOrAPerson) {
  const auto household = ParticipantName::Parse(HouseholdName::kExample);
  ASSERT_TRUE(household.has_value());
  EXPECT_EQ(household->person, std::nullopt);
  EXPECT_EQ(household->ToString(), HouseholdName::kExample);
  const auto person = ParticipantName::Parse(PersonName::kExample);
  ASSERT_TRUE(person.has_value());
  EXPECT_EQ(person->person, "1");
  EXPECT_EQ(person->Household(), household->Household());
  EXPECT_EQ(person->ToString(), PersonName::kExample);
  EXPECT_FALSE(ParticipantName::Parse("counties/510524"));
  EXPECT_FALSE(ParticipantName::Parse(VillageName::kExample));
  EXPECT_FALSE(ParticipantName::Parse("counties/510524/households/H0001/persons/"));
  EXPECT_FALSE(ParticipantName::Parse("counties/510524/households/-"));
}

TEST(Names, PlaceIsACountyOrAVillage) {
  const auto county = PlaceName::Parse(CountyName::kExample);
  ASSERT_TRUE(county.has_value());
  EXPECT_EQ(county->village, std::nullopt);
  EXPECT_EQ(county->ToString(), CountyName::kExample);
  const auto village = PlaceName::Parse(VillageName::kExample);
  ASSERT_TRUE(village.has_value());
  EXPECT_EQ(village->village, "510524101227");
  EXPECT_EQ(village->ToString(), VillageName::kExample);
  EXPECT_FALSE(PlaceName::Parse(HouseholdName::kExample));
}

TEST(Names, HyphenInPlaceOfAHouseholdMeansAllOfTheCounty) {
  const auto all = PersonParentName::Parse("counties/510524/households/-");
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->household, std::nullopt);
  EXPECT_EQ(all->ToString(), "counties/510524/households/-");
  const auto one = PersonParentName::Parse("counties/510524/households/-1");
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->household, "-1");
  EXPECT_EQ(one->ToString(), "counties/510524/households/-1");
  EXPECT_FALSE(PersonParentName::Parse("counties/510524/households/"));
  EXPECT_FALSE(PersonParentName::Parse("counties/-/households/-"));
}

TEST(Names, CountyOfLooksAtTheBeginningOnly) {
  EXPECT_EQ(CountyOf(std::string_view("counties/510524/anything at all")), "510524");
  EXPECT_EQ(CountyOf(std::string("programmes/x")), "000000");
  for (const std::string_view text :
       {"", "counties/", "counties/000000/cases/a", "counties/5105240", "villages/510524"}) {
    EXPECT_EQ(CountyOf(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Names, WhatIsMadeOfGoodPartsIsParsedAgain, ()) {
  const std::string county = *AnyCounty();
  const std::string village = county + *AnyCounty();
  const std::string a = *AnyId();
  const std::string b = *AnyId();
  ExpectRoundTrip(CountyName{county});
  ExpectRoundTrip(VillageName{county, village});
  ExpectRoundTrip(HouseholdName{county, a});
  ExpectRoundTrip(PersonName{county, a, b});
  ExpectRoundTrip(CaseName{county, a});
  ExpectRoundTrip(ParticipationName{county, a});
  ExpectRoundTrip(LedgerEntryName{county, a});
  ExpectRoundTrip(PostingName{county, a});
  ExpectRoundTrip(FacilityName{county, a});
  ExpectRoundTrip(ProgrammeName{a});
  ExpectRoundTrip(ProjectName{a, b});
  ExpectRoundTrip(AttestationName{a, b});
  ExpectRoundTrip(AchievementSheetName{a});
  ExpectRoundTrip(ParticipantName{county, a, b});
  ExpectRoundTrip(ParticipantName{county, a, std::nullopt});
  ExpectRoundTrip(PlaceName{county, village});
  ExpectRoundTrip(PersonParentName{county, std::nullopt});
}

// Whatever is accepted is made again just as it was: there is one spelling of a name.
template <typename... T>
void ExpectOneSpelling(const std::string& text) {
  const auto check = [&text](const auto& name) {
    if (name) RC_ASSERT(name->ToString() == text);
  };
  (check(T::Parse(text)), ...);
}

RC_GTEST_PROP(Names, AnyBytesAreRefusedOrSpelledTheSame, ()) {
  const std::string text = *rc::gen::oneOf(
      text::AnyBytes(), text::Over(kNameAlphabet),
      rc::gen::map(text::Over(kNameAlphabet),
                   [](const std::string& end) { return "counties/510524/" + end; }),
      rc::gen::map(text::AnyBytes(), [](const std::string& end) { return "programmes/" + end; }));
  ExpectOneSpelling<CountyName, VillageName, HouseholdName, PersonName, CaseName, ParticipationName,
                    LedgerEntryName, PostingName, FacilityName, ProgrammeName, ProjectName,
                    AttestationName, AchievementSheetName, ParticipantName, PlaceName,
                    PersonParentName>(text);
  CountyOf(text);
}

}  // namespace
}  // namespace bangfu::names
