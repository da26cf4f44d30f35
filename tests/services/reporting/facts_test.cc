#include "services/reporting/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/reporting/records.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A fact in one line: kind, cell, subject, delta x quantity, day, record, document.
std::string Text(const Fact& fact) {
  const Cell& cell = fact.cell;
  return v1::FactKind_Name(cell.kind).substr(10) + " " + cell.programme + "|" +
         std::to_string(cell.pillar) + "|" + cell.project + "|" + cell.facet + " " + fact.subject +
         " " + std::to_string(fact.delta) + "x" + std::to_string(fact.quantity) + " " +
         date::FormatDate(fact.day) + " " + fact.record + " " + fact.document;
}

template <typename Event>
std::vector<std::string> FactsOf(const Event& event) {
  Effects effects;
  const absl::Status added = AddEffects(event, effects);
  EXPECT_TRUE(added.ok()) << added;
  std::vector<std::string> texts;
  for (const Fact& fact : effects.facts) texts.push_back(Text(fact));
  return texts;
}

TEST(FactsTest, HouseholdIsRegisteredLiftedAndLeaves) {
  EXPECT_THAT(FactsOf(HouseholdEvent("counties/510524/households/H1", "2014-01-02", "2018-03-04",
                                     "2019-05-06")),
              ElementsAre("HOUSEHOLD_REGISTERED |0|| counties/510524/households/H1 1x1 2014-01-02 "
                          "counties/510524/households/H1 ",
                          "HOUSEHOLD_LIFTED |0|| counties/510524/households/H1 1x1 2018-03-04 "
                          "counties/510524/households/H1 ",
                          "HOUSEHOLD_LEFT |0|| counties/510524/households/H1 1x1 2019-05-06 "
                          "counties/510524/households/H1 "));
  EXPECT_EQ(FactsOf(HouseholdEvent("counties/510524/households/H1", "2014-01-02")).size(), 1u);
}

TEST(FactsTest, ProgrammeDesignatesCounties) {
  Effects effects;
  ASSERT_TRUE(AddEffects(ProgrammeEvent(), effects).ok());
  ASSERT_EQ(effects.facts.size(), 2u);
  EXPECT_EQ(Text(effects.facts[0]),
            "COUNTY_DESIGNATED cetc-2020|0|| counties/510524 1x1 2012-11-01 programmes/cetc-2020 ");
  const Programme expected{"cetc-2020",
                           {{"510524", Day("2012-11-01")}, {"610826", Day("2013-01-01")}}};
  EXPECT_THAT(effects.programmes, ElementsAre(expected));
}

TEST(FactsTest, ParticipationStartsEndsAndReturns) {
  EXPECT_THAT(FactsOf(ParticipationEvent(kXuyong, "cattle", Person(kXuyong, "H1"),
                                         pv1::PARTICIPATION_ROLE_WORKER, "2015-01-01", "2016-01-01",
                                         "2014-12-24")),
              ElementsAre("PARTICIPATION_STARTED cetc-2020|1|cattle|PARTICIPATION_ROLE_WORKER "
                          "counties/510524/households/H1/persons/1 1x1 2015-01-01 "
                          "counties/510524/participations/P00001 ",
                          "PARTICIPATION_ENDED cetc-2020|1|cattle|PARTICIPATION_ROLE_WORKER "
                          "counties/510524/households/H1/persons/1 1x1 2016-01-01 "
                          "counties/510524/participations/P00001 ",
                          "RETURNED_HOME cetc-2020|1|cattle|PARTICIPATION_ROLE_WORKER "
                          "counties/510524/households/H1/persons/1 1x1 2015-01-01 "
                          "counties/510524/participations/P00001 "));
  // Who came home before taking part counts from then on, who did later from that day on.
  EXPECT_THAT(FactsOf(ParticipationEvent(kXuyong, "cattle", Person(kXuyong, "H1"),
                                         pv1::PARTICIPATION_ROLE_WORKER, "2015-01-01", "2016-01-01",
                                         "2015-06-01"))[2],
              HasSubstr("1x1 2015-06-01"));
}

TEST(FactsTest, LedgerEntryIsOfTheKindThatItsMoneyIs) {
  const std::pair<pv1::LedgerKind, std::string> kinds[] = {
      {pv1::LEDGER_KIND_HOUSEHOLD_PAYOUT, "HOUSEHOLD_PAYOUT"},
      {pv1::LEDGER_KIND_HOUSEHOLD_COST, "HOUSEHOLD_COST"},
      {pv1::LEDGER_KIND_COLLECTIVE_REVENUE, "COLLECTIVE_REVENUE"},
      {pv1::LEDGER_KIND_COLLECTIVE_COST, "COLLECTIVE_COST"},
      {pv1::LEDGER_KIND_PERSON_SETTLEMENT, "PERSON_SETTLEMENT"},
      {pv1::LEDGER_KIND_WAGE, "WAGE"}};
  for (const auto& [kind, name] : kinds) {
    EXPECT_THAT(FactsOf(LedgerEvent(kXuyong, "cattle", kind, 1234, "2019-04-12", "somebody")),
                ElementsAre(name + " cetc-2020|1|cattle| somebody 1x1234 2019-04-12 "
                                   "counties/510524/ledgerEntries/L000001 voucher/1"));
  }
}

TEST(FactsTest, ReversalTakesAwayAtItsOwnDate) {
  EXPECT_THAT(FactsOf(LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 1234, "2019-05-01",
                                  "somebody", "counties/510524/ledgerEntries/L000000")),
              ElementsAre("WAGE cetc-2020|1|cattle| somebody -1x-1234 2019-05-01 "
                          "counties/510524/ledgerEntries/L000001 voucher/1"));
}

TEST(FactsTest, PostingIsOfItsCadre) {
  EXPECT_THAT(
      FactsOf(
          PostingEvent(kXuyong, "K01", "2013-03-01", {"2014-12-20", "2015-01-20"}, "2015-06-01")),
      ElementsAre(
          "POSTING cetc-2020|0||K01 K01 1x1 2013-03-01 counties/510524/postings/S01 ",
          "POSTING_PROMOTED cetc-2020|0||K01 K01 1x1 2015-06-01 counties/510524/postings/S01 ",
          "POSTING_HONOURED cetc-2020|0||K01 K01 1x1 2014-12-20 counties/510524/postings/S01 "
          "honour/2014-12-20",
          "POSTING_HONOURED cetc-2020|0||K01 K01 1x1 2015-01-20 counties/510524/postings/S01 "
          "honour/2015-01-20"));
}

TEST(FactsTest, FacilityOpensAndOffersItsServices) {
  EXPECT_THAT(
      FactsOf(FacilityEvent(kXuyong, "F01",
                            {pv1::SERVICE_KIND_CONVENIENCE, pv1::SERVICE_KIND_ELDERLY_MEALS},
                            "2016-09-26")),
      ElementsAre("FACILITY_OPENED cetc-2020|0|| counties/510524/facilities/F01 1x1 2016-09-26 "
                  "counties/510524/facilities/F01 ",
                  "SERVICE_OFFERED cetc-2020|0||SERVICE_KIND_CONVENIENCE SERVICE_KIND_CONVENIENCE "
                  "1x1 2016-09-26 counties/510524/facilities/F01 ",
                  "SERVICE_OFFERED cetc-2020|0||SERVICE_KIND_ELDERLY_MEALS "
                  "SERVICE_KIND_ELDERLY_MEALS 1x1 2016-09-26 counties/510524/facilities/F01 "));
}

TEST(FactsTest, CaseSaysWhenItsWageIsPublic) {
  Effects effects;
  const std::string person = Person(kXuyong, "H1");
  ASSERT_TRUE(
      AddEffects(CaseEvent(kXuyong, "a", person, "2016-03-14", "2017-02-27"), effects).ok());
  ASSERT_TRUE(AddEffects(CaseEvent(kXuyong, "b", person), effects).ok());
  ASSERT_TRUE(AddEffects(CaseEvent(kXuyong, "c", person, "2016-03-14"), effects).ok());
  ASSERT_EQ(effects.cases.size(), 3u);
  for (const std::string day : {"2016-03-13", "2016-03-14", "2017-02-26", "2017-02-27"}) {
    EXPECT_FALSE(effects.cases[0].WageIsPublic(Day(day))) << day;  // withdrawn: for no day
    EXPECT_FALSE(effects.cases[1].WageIsPublic(Day(day))) << day;
    EXPECT_EQ(effects.cases[2].WageIsPublic(Day(day)), day != "2016-03-13") << day;
  }
}

TEST(FactsTest, OtherRecordsStateNothing) {
  hv1::Event county, village, person;
  county.mutable_county_recorded();
  village.mutable_village_recorded();
  person.mutable_person_recorded();
  for (const hv1::Event& event : {county, village, person}) {
    EXPECT_THAT(FactsOf(event), IsEmpty());
  }
  pv1::Event project, attestation;
  project.mutable_project_recorded();
  attestation.mutable_attestation_recorded();
  for (const pv1::Event& event : {project, attestation}) EXPECT_THAT(FactsOf(event), IsEmpty());
}

TEST(FactsTest, WhatNoOwnerWouldRecordIsRefused) {
  pv1::Event no_date = LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 1, "2019-05-01", "x");
  no_date.mutable_ledger_entry_recorded()->mutable_ledger_entry()->clear_date();
  pv1::Event no_kind =
      LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_UNSPECIFIED, 1, "2019-05-01", "x");
  pv1::Event no_project = LedgerEvent(kXuyong, "a/b", pv1::LEDGER_KIND_WAGE, 1, "2019-05-01", "x");
  pv1::Event new_pillar =
      LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 1, "2019-05-01", "x");
  new_pillar.mutable_ledger_entry_recorded()->set_pillar(static_cast<pv1::Pillar>(77));
  pv1::Event new_role = ParticipationEvent(kXuyong, "cattle", "x",
                                           static_cast<pv1::ParticipationRole>(77), "2019-05-01");
  pv1::Event new_service =
      FacilityEvent(kXuyong, "F1", {static_cast<pv1::ServiceKind>(77)}, "2019-05-01");
  Effects effects;
  for (const pv1::Event& event :
       {no_date, no_kind, no_project, new_pillar, new_role, new_service, pv1::Event()}) {
    EXPECT_EQ(AddEffects(event, effects).code(), absl::StatusCode::kInvalidArgument)
        << event.ShortDebugString();
  }
  EXPECT_FALSE(AddEffects(hv1::Event(), effects).ok());
}

}  // namespace
}  // namespace bangfu::reporting
