#include "gateway/cli/record_mapper.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "gateway/cli/csv_table.h"
#include "gateway/cli/field_column.h"
#include "gateway/cli/records_of.h"

namespace bangfu::cli {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const FileSpec& SpecOf(std::string_view file) {
  for (const FileSpec& spec : FileSpecs()) {
    if (spec.file == file) return spec;
  }
  ADD_FAILURE() << file;
  return FileSpecs()[0];
}

struct Mapped {
  std::unique_ptr<google::protobuf::Message> record;
  std::string name;
  std::string county;
  std::vector<std::string> problems;  // "column: message"
};

// Maps one row, given as a line of CSV.
Mapped Map(std::string_view file, std::string_view line) {
  const FileSpec& spec = SpecOf(file);
  CsvReader reader(FromText(line));
  EXPECT_EQ(reader.Read(), CsvReader::Next::kRecord);
  EXPECT_EQ(reader.fields().size(), spec.columns.size()) << line;
  RecordMapper mapper(spec);
  Mapped mapped = {NewRecord(spec.service)};
  std::vector<CellProblem> problems;
  const bool good = mapper.Map(reader.fields(), *mapped.record, problems);
  EXPECT_EQ(good, problems.empty());
  mapped.name = mapper.name();
  mapped.county = mapper.county();
  for (const CellProblem& problem : problems) {
    mapped.problems.push_back(std::string(spec.columns[problem.column].name) + ": " +
                              problem.message);
  }
  return mapped;
}

template <typename Record>
void ExpectRecord(const Mapped& mapped, const std::string& expected) {
  EXPECT_THAT(mapped.problems, IsEmpty());
  Record parsed;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(expected, &parsed)) << expected;
  EXPECT_TRUE(MessageDifferencer::Equals(*mapped.record, parsed)) << mapped.record->DebugString();
}

TEST(RecordMapper, MakesAHousehold) {
  const Mapped mapped = Map(
      "households.csv", "510524,H0001,510524101227,general,illness,2014-01-02,2019-12-06,,12.50");
  EXPECT_EQ(mapped.name, "counties/510524/households/H0001");
  EXPECT_EQ(mapped.county, "510524");
  ExpectRecord<households::v1::Record>(mapped, R"pb(
    household {
      name: "counties/510524/households/H0001"
      village: "counties/510524/villages/510524101227"
      category: HOUSEHOLD_CATEGORY_GENERAL
      main_cause: POVERTY_CAUSE_ILLNESS
      register_date { year: 2014 month: 1 day: 2 }
      lift_date { year: 2019 month: 12 day: 6 }
      debt_fen: 1250
    })pb");
}

TEST(RecordMapper, MakesAPersonOfEitherForm) {
  for (const char* id : {"1", "H0001/1"}) {
    ExpectRecord<households::v1::Record>(
        Map("persons.csv", "510524,H0001," + std::string(id) + ",甲,,head,male,1960,"), R"pb(
          person {
            name: "counties/510524/households/H0001/persons/1"
            full_name: "甲"
            relation: RELATION_HEAD
            sex: SEX_MALE
            birth_year: 1960
          })pb");
  }
}

TEST(RecordMapper, MakesACaseWithConsentOnlyWhereThereIsOne) {
  const std::string start = "510524,c1,cetc-2020,H0001/1,题,,事,,2013,";
  ExpectRecord<households::v1::Record>(Map("cases.csv", start + "2018-05-16,,consent/1,name;debt"),
                                       R"pb(
                                         case {
                                           name: "counties/510524/cases/c1"
                                           programme: "programmes/cetc-2020"
                                           person: "counties/510524/households/H0001/persons/1"
                                           titles { text: "题" language_code: "zh-CN" }
                                           stories { text: "事" language_code: "zh-CN" }
                                           begin_year: 2013
                                           consent {
                                             grant_date { year: 2018 month: 5 day: 16 }
                                             document: "consent/1"
                                             scopes: CONSENT_SCOPE_NAME
                                             scopes: CONSENT_SCOPE_DEBT
                                           }
                                         })pb");
  const Mapped without = Map("cases.csv", start + ",,,");
  EXPECT_FALSE(static_cast<const households::v1::Record&>(*without.record).case_().has_consent());
}

TEST(RecordMapper, MakesAProgramme) {
  const Mapped mapped =
      Map("programmes.csv",
          "p1,题,Title,单位,,因地制宜;精准,local;precise,模式,,510524@2012-11-01;610826@2013-01-01,"
          "2012-11-01,");
  EXPECT_EQ(mapped.county, "000000");
  ExpectRecord<projects::v1::Record>(mapped, R"pb(
    programme {
      name: "programmes/p1"
      titles { text: "题" language_code: "zh-CN" }
      titles { text: "Title" language_code: "en" }
      organisations { text: "单位" language_code: "zh-CN" }
      guidelines { text: "因地制宜" language_code: "zh-CN" }
      guidelines { text: "精准" language_code: "zh-CN" }
      guidelines { text: "local" language_code: "en" }
      guidelines { text: "precise" language_code: "en" }
      modes { text: "模式" language_code: "zh-CN" }
      designations {
        county: "counties/510524"
        start_date { year: 2012 month: 11 day: 1 }
      }
      designations {
        county: "counties/610826"
        start_date { year: 2013 month: 1 day: 1 }
      }
      start_date { year: 2012 month: 11 day: 1 }
    })pb");
}

TEST(RecordMapper, MakesALedgerEntry) {
  ExpectRecord<projects::v1::Record>(
      Map("ledger.csv",
          "510524,L2,p1,cattle,collective_revenue,21.5,2014-01-06,510524101227,voucher/1,L1"),
      R"pb(
        ledger_entry {
          name: "counties/510524/ledgerEntries/L2"
          project: "programmes/p1/projects/cattle"
          kind: LEDGER_KIND_COLLECTIVE_REVENUE
          amount_fen: 2150
          date { year: 2014 month: 1 day: 6 }
          counterparty: "counties/510524/villages/510524101227"
          document: "voucher/1"
          reverses: "counties/510524/ledgerEntries/L1"
        })pb");
}

TEST(RecordMapper, MakesAPosting) {
  ExpectRecord<projects::v1::Record>(
      Map("postings.csv", "510524,S1,p1,K01,510524,2013-03-01,,优秀@2014-12-20@h/1,2015-06-01"),
      R"pb(
        posting {
          name: "counties/510524/postings/S1"
          programme: "programmes/p1"
          cadre: "K01"
          place: "counties/510524"
          start_date { year: 2013 month: 3 day: 1 }
          honours {
            title: "优秀"
            date { year: 2014 month: 12 day: 20 }
            document: "h/1"
          }
          promotion_date { year: 2015 month: 6 day: 1 }
        })pb");
}

TEST(RecordMapper, ReportsEveryWrongCellOfARow) {
  EXPECT_THAT(
      Map("ledger.csv", "510524,L 1,p1,cattle,bribe,-5,2014-02-30,H1/,v,").problems,
      ElementsAre(
          "ledger_entry: found \"L 1\", expected 1 to 40 letters, digits and hyphens",
          HasSubstr("kind: found \"bribe\", expected one of household_payout, household_cost"),
          "amount_yuan: found \"-5\", expected an amount in yuan from 0.01 to "
          "1,000,000,000,000.00 with at most 2 decimals and no separators, such as 1234.50",
          "date: found \"2014-02-30\", expected a day that exists, written like 2018-12-31",
          HasSubstr("counterparty: found \"H1/\", expected a household")));
}

TEST(RecordMapper, ReportsWhatIsMissing) {
  EXPECT_THAT(
      Map("ledger.csv", "510524,L1,p1,,,,,,,").problems,
      ElementsAre(HasSubstr("project: found nothing"), HasSubstr("kind: found nothing"),
                  HasSubstr("amount_yuan: found nothing"), HasSubstr("date: found nothing")));
}

TEST(RecordMapper, ComplainsOfAWrongCountyOnceAndMakesNoName) {
  const Mapped mapped =
      Map("households.csv", "51052,H1,510524101227,general,illness,2014-01-02,,,");
  EXPECT_THAT(mapped.problems, ElementsAre(HasSubstr("county: found \"51052\"")));
  EXPECT_EQ(mapped.name, "");
  EXPECT_EQ(mapped.county, "");
}

TEST(RecordMapper, NeverEchoesWhatMayBePersonal) {
  const struct {
    std::string_view file;
    std::string line;
    std::string secret;
  } cases[] = {
      {"households.csv", "510524,H1,510524101227,general,illness,2014-01-02,,,3000x", "3000x"},
      {"persons.csv", "510524,H1,1,甲,,head,male,19x60,", "19x60"},
      // Cells that slipped by one column.
      {"persons.csv", "510524,H1,1,,head,11010519491231002X,male,,", "11010519491231002X"},
      {"persons.csv", "510524,H1,1,,,刘安富,male,,", "刘安富"},
      // Files without a personal column.
      {"participations.csv", "510524,P1,p1,cattle,刘安富,worker,2014-02-01,,", "刘安富"},
      {"cases.csv", "510524,c1,p1,11010519491231002X,题,,事,,2013,,,,", "11010519491231002X"},
      {"ledger.csv", "510524,L1,p1,cattle,wage,1,2014-01-06,刘安富,,", "刘安富"},
      {"ledger.csv", "510524,L1,p1,cattle,wage,1,11010519491231002X,H1/1,,", "11010519491231002"},
  };
  for (const auto& c : cases) {
    const Mapped mapped = Map(c.file, c.line);
    EXPECT_THAT(mapped.problems, Not(IsEmpty())) << c.line;
    for (const std::string& problem : mapped.problems) {
      EXPECT_THAT(problem, Not(HasSubstr(c.secret)));
    }
  }
}

TEST(RecordMapper, LeavesPersonalFieldsOutOfThePublicBytes) {
  const auto public_bytes = [](std::string_view debt) {
    const Mapped mapped =
        Map("households.csv",
            "510524,H1,510524101227,general,illness,2014-01-02,,," + std::string(debt));
    RecordMapper mapper(SpecOf("households.csv"));
    std::string bytes;
    mapper.AppendPublicBytes(*mapped.record, bytes);
    return bytes;
  };
  EXPECT_EQ(public_bytes("300000"), public_bytes("5"));
  EXPECT_NE(public_bytes("5"), "");
}

TEST(ColumnOfField, FindsTheColumnOfAPath) {
  const Mapped programme =
      Map("programmes.csv", "p1,题,Title,单位,,甲;乙,a;b,,,510524@2012-11-01,2012-11-01,");
  const Mapped english_only =
      Map("programmes.csv", "p1,题,,单位,,,a;b,,,510524@2012-11-01,2012-11-01,");
  const Mapped one = Map("cases.csv", "510524,c1,p1,H1/1,题,,事,,2013,2018-05-16,,d,name");
  const struct {
    const Mapped& mapped;
    std::string_view file;
    std::string_view path;
    std::string_view column;
  } cases[] = {
      {programme, "programmes.csv", "programme.name", "programme"},
      {programme, "programmes.csv", "programme.titles", "title_zh"},
      {programme, "programmes.csv", "programme.titles[1].text", "title_en"},
      {programme, "programmes.csv", "programme.guidelines[1].text", "guidelines_zh"},
      {programme, "programmes.csv", "programme.guidelines[2]", "guidelines_en"},
      {english_only, "programmes.csv", "programme.guidelines[0]", "guidelines_en"},
      {programme, "programmes.csv", "programme.designations[3].start_date", "designations"},
      {programme, "programmes.csv", "programme.start_date", "start_date"},
      {one, "cases.csv", "case.consent.document", "consent_document"},
      {one, "cases.csv", "case.consent.scopes[0]", "consent_scopes"},
      {one, "cases.csv", "case.name", "case"},
  };
  for (const auto& c : cases) {
    const FileSpec& spec = SpecOf(c.file);
    const int column = ColumnOfField(spec, c.path, *c.mapped.record);
    ASSERT_GE(column, 0) << c.path;
    EXPECT_EQ(spec.columns[column].name, c.column) << c.path;
  }
  for (const char* path :
       {"", "programme", "programme.colour", "project.name", "programme.title"}) {
    EXPECT_EQ(ColumnOfField(SpecOf("programmes.csv"), path, *programme.record), -1) << path;
  }
}

TEST(ColumnOfParent, FindsTheParentsIdInTheName) {
  const FileSpec& persons = SpecOf("persons.csv");
  EXPECT_EQ(ColumnOfParent(persons, "counties/510524/households/H1"),
            FindColumn(persons, "household"));
  EXPECT_EQ(ColumnOfParent(persons, "counties/510524"), FindColumn(persons, "county"));
  EXPECT_EQ(ColumnOfParent(persons, "programmes/p1"), -1);
  EXPECT_EQ(ColumnOfParent(persons, ""), -1);
}

TEST(RecordMapper, TellsWhatAnIdentityNumberShouldBe) {
  EXPECT_THAT(Map("persons.csv", "510524,H1,1,甲,110105194912310021,head,male,1960,").problems,
              ElementsAre("id_number: found a value that is not shown, expected an identity number "
                          "of 18 characters with its checksum (GB 11643) or a disability "
                          "certificate number of 20"));
}

TEST(RecordMapper, AmountsHaveTheBoundsOfTheirColumn) {
  const auto debt = [](const std::string& yuan) {
    return Map("households.csv", "510524,H1,510524101227,general,illness,2014-01-02,,," + yuan)
        .problems;
  };
  EXPECT_THAT(debt("0"), IsEmpty());
  EXPECT_THAT(
      debt("10000000000.01"),
      ElementsAre("debt_yuan: found a value that is not shown, expected an amount in yuan "
                  "from 0.00 to 10,000,000,000.00 with at most 2 decimals and no separators, "
                  "such as 1234.50"));
  EXPECT_THAT(Map("ledger.csv", "510524,L1,p1,cattle,wage,0,2014-01-06,H1/1,,").problems,
              ElementsAre(HasSubstr("amount_yuan: found \"0\", expected an amount in yuan from "
                                    "0.01 to 1,000,000,000,000.00")));
}

}  // namespace
}  // namespace bangfu::cli
