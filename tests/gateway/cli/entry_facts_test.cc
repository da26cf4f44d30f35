#include "gateway/cli/entry_facts.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/projects/v1/events.pb.h"

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

template <typename Event>
std::string EntryOf(const std::string& journal, const std::string& event) {
  journal::v1::Entry entry;
  entry.set_journal(journal);
  entry.set_county("510524");
  entry.set_seq(7);
  entry.set_event(Parse<Event>(event).SerializeAsString());
  return entry.SerializeAsString();
}

std::string ProjectsEntry(const std::string& event) {
  return EntryOf<projects::v1::Event>("projects", event);
}

// Each fact as "KIND subject date amount".
std::vector<std::string> Facts(const std::string& bytes) {
  const absl::StatusOr<StatedEntry> stated = ReadEntry(bytes);
  EXPECT_TRUE(stated.ok());
  std::vector<std::string> facts;
  for (const StatedFact& fact : stated->facts) {
    facts.push_back(reporting::v1::FactKind_Name(fact.kind).substr(10) + " " + fact.subject + " " +
                    std::to_string(fact.date.day()) + " " + std::to_string(fact.amount_fen));
  }
  return facts;
}

TEST(ReadEntry, ReadsTheFactsOfEveryEvent) {
  EXPECT_THAT(Facts(ProjectsEntry(R"pb(
                programme_recorded {
                  designations {
                    county: "counties/510524"
                    start_date { year: 2012 month: 1 day: 3 }
                  }
                })pb")),
              testing::ElementsAre("COUNTY_DESIGNATED counties/510524 3 0"));
  EXPECT_THAT(Facts(ProjectsEntry(R"pb(
                participation_recorded {
                  participation {
                    participant: "h"
                    start_date { year: 2015 month: 1 day: 3 }
                    end_date { year: 2015 month: 1 day: 5 }
                    return_date { year: 2015 month: 1 day: 1 }
                  }
                })pb")),
              testing::ElementsAre("PARTICIPATION_STARTED h 3 0", "PARTICIPATION_ENDED h 5 0",
                                   "RETURNED_HOME h 3 0"));
  EXPECT_THAT(Facts(ProjectsEntry(R"pb(
                ledger_entry_recorded {
                  ledger_entry {
                    kind: LEDGER_KIND_WAGE
                    amount_fen: 300000
                    counterparty: "p"
                    date { year: 2015 month: 1 day: 3 }
                    reverses: "x"
                  }
                })pb")),
              testing::ElementsAre("WAGE p 3 -300000"));
  EXPECT_THAT(
      Facts(ProjectsEntry(R"pb(
        posting_recorded {
          cadre: "K1"
          start_date { year: 2015 month: 1 day: 3 }
          honours {
            title: "t"
            date { year: 2015 month: 1 day: 4 }
          }
          promotion_date { year: 2015 month: 1 day: 5 }
        })pb")),
      testing::ElementsAre("POSTING K1 3 0", "POSTING_HONOURED K1 4 0", "POSTING_PROMOTED K1 5 0"));
  EXPECT_THAT(Facts(ProjectsEntry(R"pb(
                facility_recorded {
                  name: "f"
                  service_kinds: SERVICE_KIND_CONVENIENCE
                  open_date { year: 2015 month: 1 day: 3 }
                })pb")),
              testing::ElementsAre("FACILITY_OPENED f 3 0",
                                   "SERVICE_OFFERED SERVICE_KIND_CONVENIENCE 3 0"));
  EXPECT_THAT(Facts(EntryOf<households::v1::Event>("households", R"pb(
                household_recorded {
                  household {
                    name: "h"
                    register_date { year: 2014 month: 1 day: 3 }
                    lift_date { year: 2019 month: 1 day: 4 }
                    departure_date { year: 2020 month: 1 day: 5 }
                  }
                })pb")),
              testing::ElementsAre("HOUSEHOLD_REGISTERED h 3 0", "HOUSEHOLD_LIFTED h 4 0",
                                   "HOUSEHOLD_LEFT h 5 0"));
}

TEST(ReadEntry, RefusesWhatIsNoEntry) {
  EXPECT_FALSE(ReadEntry("\xFF\xFF").ok());
  EXPECT_FALSE(ReadEntry("").ok());
  EXPECT_FALSE(ReadEntry(ProjectsEntry("")).ok());
  EXPECT_FALSE(ReadEntry(EntryOf<projects::v1::Event>("reporting", "")).ok());
}

struct ClaimCase {
  std::string Flaw() const {
    const absl::StatusOr<StatedEntry> stated = ReadEntry(bytes_);
    EXPECT_TRUE(stated.ok());
    return FlawOfClaim(claim_, *stated, figure_, term_);
  }

  std::string bytes_ = ProjectsEntry(R"pb(
    ledger_entry_recorded {
      ledger_entry {
        name: "counties/510524/ledgerEntries/L1"
        project: "programmes/p1/projects/cattle"
        kind: LEDGER_KIND_HOUSEHOLD_PAYOUT
        amount_fen: 5000
        date { year: 2015 month: 3 day: 1 }
        counterparty: "counties/510524/households/H1"
        document: "v/1"
      }
      pillar: PILLAR_INDUSTRY
    })pb");
  reporting::v1::ExplainedEntry claim_ = Parse<reporting::v1::ExplainedEntry>(R"pb(
    entry { journal: "projects" county: "510524" seq: 7 }
    part: PART_NUMERATOR
    kind: FACT_KIND_HOUSEHOLD_PAYOUT
    date { year: 2015 month: 3 day: 1 }
    subject: "counties/510524/households/H1"
    quantity: 5000
    document: "v/1"
    record: "counties/510524/ledgerEntries/L1"
  )pb");
  reporting::v1::Figure figure_ = Parse<reporting::v1::Figure>(R"pb(
    scope { project: "cattle" }
    as_of { year: 2020 month: 12 day: 31 }
  )pb");
  reporting::v1::Term term_ =
      Parse<reporting::v1::Term>("aggregate: AGGREGATE_SUM kind: FACT_KIND_HOUSEHOLD_PAYOUT");
};

TEST(FlawOfClaim, IsNoneWhenTheEntryStatesIt) {
  ClaimCase c;
  EXPECT_EQ(c.Flaw(), "");
  c.figure_.mutable_scope()->set_pillar("PILLAR_INDUSTRY");
  EXPECT_EQ(c.Flaw(), "");
  c.figure_.mutable_scope()->set_subject("counties/510524/households/H1");
  EXPECT_EQ(c.Flaw(), "");
  c.term_.set_aggregate(reporting::v1::AGGREGATE_DISTINCT);
  c.claim_.set_quantity(1);
  EXPECT_EQ(c.Flaw(), "");
}

TEST(FlawOfClaim, IsThereWhenAnythingDiffers) {
  const auto differs = [](const auto& change) {
    ClaimCase c;
    change(c);
    return c.Flaw();
  };
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.set_quantity(5001); }), HasSubstr("amount"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.set_quantity(-5000); }), HasSubstr("amount"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.mutable_date()->set_day(2); }), HasSubstr("day"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.set_subject("x"); }), HasSubstr("subject"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.set_document("v/2"); }), HasSubstr("not state"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.set_record("x"); }), HasSubstr("records"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.mutable_entry()->set_seq(8); }),
              HasSubstr("place"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.claim_.set_kind(reporting::v1::FACT_KIND_WAGE); }),
              HasSubstr("term"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.term_.set_facet("x"); }), HasSubstr("not state"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.figure_.mutable_as_of()->set_year(2014); }),
              HasSubstr("after the figure's day"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.figure_.mutable_scope()->set_project("attle"); }),
              HasSubstr("not state"));
  EXPECT_THAT(differs([](ClaimCase& c) { c.figure_.mutable_scope()->set_pillar("PILLAR_X"); }),
              HasSubstr("not state"));
}

}  // namespace
}  // namespace bangfu::cli
