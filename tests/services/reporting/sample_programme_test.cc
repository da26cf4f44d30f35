// The sample programme's records give the published figures. What is expected stands in
// tests/data/cetc-2020/README.md, and was computed there by other means.
#include <fstream>

#include <gtest/gtest.h>

#include "services/reporting/figures.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

using Row = std::map<std::string, std::string>;

// Enough for the columns that are read here: quoted cells stand in texts only.
std::vector<std::string> SplitLine(const std::string& line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == separator && !quoted) {
      cells.emplace_back();
    } else if (c != '"') {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<Row> ReadCsv(const std::string& name) {
  std::ifstream file(BANGFU_SOURCE_DIR "/tests/data/cetc-2020/" + name + ".csv");
  std::string line;
  EXPECT_TRUE(std::getline(file, line)) << name;
  const std::vector<std::string> header = SplitLine(line, ',');
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = SplitLine(line, ',');
    EXPECT_EQ(cells.size(), header.size()) << name << ": " << line;
    Row& row = rows.emplace_back();
    for (size_t i = 0; i < cells.size(); ++i) row[header[i]] = cells[i];
  }
  return rows;
}

// An enumeration's value from its name in lower case without its prefix.
template <typename Enum>
Enum EnumOf(const google::protobuf::EnumDescriptor* type, std::string prefix,
            const std::string& text) {
  for (const char c : text) prefix += static_cast<char>(std::toupper(c));
  const auto* value = type->FindValueByName(prefix);
  EXPECT_NE(value, nullptr) << prefix;
  return static_cast<Enum>(value ? value->number() : 0);
}

// "H0001", "H0001/1", or a village's twelve digits.
std::string SubjectOf(const std::string& county, const std::string& text) {
  if (text.size() == 12) return "counties/" + county + "/villages/" + text;
  const size_t slash = text.find('/');
  const std::string household = Household(county, text.substr(0, slash));
  return slash == std::string::npos ? household : household + "/persons/" + text.substr(slash + 1);
}

void RecordRegister(Journals& journals) {
  for (Row& row : ReadCsv("households")) {
    journals.Record(row["county"],
                    HouseholdEvent(Household(row["county"], row["household"]), row["register_date"],
                                   row["lift_date"], row["departure_date"]));
  }
  for (Row& row : ReadCsv("cases")) {
    journals.Record(row["county"],
                    CaseEvent(row["county"], row["case"], SubjectOf(row["county"], row["person"]),
                              row["consent_scopes"].find("wage") == std::string::npos
                                  ? ""
                                  : row["consent_grant_date"],
                              row["consent_withdraw_date"]));
  }
}

void RecordWork(Journals& journals) {
  for (Row& row : ReadCsv("programmes")) {
    std::vector<std::pair<std::string, std::string>> designations;
    for (const std::string& one : SplitLine(row["designations"], ';')) {
      designations.emplace_back(one.substr(0, 6), one.substr(7));
    }
    journals.Record("000000", ProgrammeEvent(designations));
  }
  for (Row& row : ReadCsv("participations")) {
    journals.Record(row["county"],
                    ParticipationEvent(
                        row["county"], row["project"], SubjectOf(row["county"], row["participant"]),
                        EnumOf<pv1::ParticipationRole>(pv1::ParticipationRole_descriptor(),
                                                       "PARTICIPATION_ROLE_", row["role"]),
                        row["start_date"], row["end_date"], row["return_date"]));
  }
  for (Row& row : ReadCsv("postings")) {
    std::vector<std::string> honours;
    for (const std::string& honour : SplitLine(row["honours"], ';')) {
      if (!honour.empty()) honours.push_back(SplitLine(honour, '@')[1]);
    }
    journals.Record(row["county"], PostingEvent(row["county"], row["cadre"], row["start_date"],
                                                honours, row["promotion_date"]));
  }
  for (Row& row : ReadCsv("facilities")) {
    std::vector<pv1::ServiceKind> kinds;
    for (const std::string& kind : SplitLine(row["service_kinds"], ';')) {
      kinds.push_back(
          EnumOf<pv1::ServiceKind>(pv1::ServiceKind_descriptor(), "SERVICE_KIND_", kind));
    }
    journals.Record(row["county"],
                    FacilityEvent(row["county"], row["facility"], kinds, row["open_date"]));
  }
}

void RecordLedger(Journals& journals) {
  for (Row& row : ReadCsv("ledger")) {
    std::string digits = row["amount_yuan"];
    digits.erase(digits.find('.'), 1);
    journals.Record(row["county"],
                    LedgerEvent(row["county"], row["project"],
                                EnumOf<pv1::LedgerKind>(pv1::LedgerKind_descriptor(),
                                                        "LEDGER_KIND_", row["kind"]),
                                std::stoll(digits), row["date"],
                                SubjectOf(row["county"], row["counterparty"]), row["reverses"]));
  }
}

// "numerator/denominator" of every figure, and of the case.
std::map<std::string, std::string> FiguresOn(const Reporting& reporting, const std::string& day) {
  const auto definitions = Definitions::Load(BANGFU_DEFINITIONS_DIR);
  v1::ComputeFiguresResponse response;
  ComputeSheet(*definitions->FindPlan(""), reporting.View(), Day(day), response);
  std::map<std::string, std::string> figures;
  const auto add = [&](const v1::Figure& figure) {
    figures[figure.id()] = std::to_string(figure.value());
    if (figure.denominator() == 1) return;
    figures[figure.id()] +=
        " = " + std::to_string(figure.numerator()) + " / " + std::to_string(figure.denominator());
  };
  for (const v1::FigureSection& section : response.sections()) {
    for (const v1::Figure& figure : section.figures()) add(figure);
  }
  for (const v1::CaseFigures& one : response.case_figures()) add(one.figures(0));
  return figures;
}

TEST(SampleProgrammeTest, RecordsGiveThePublishedFigures) {
  Journals journals;
  RecordRegister(journals);
  RecordWork(journals);
  RecordLedger(journals);
  Reporting reporting;
  reporting.ApplyAll(journals);
  const std::string kDays[] = {"2020-12-31", "2018-12-31", "2015-12-31"};
  const std::map<std::string, std::vector<std::string>> expected = {
      {"designated_counties", {"2", "2", "2"}},
      {"cadres_posted", {"12", "9", "5"}},
      {"cadres_honoured", {"7", "5", "2"}},
      {"cadres_promoted", {"5", "4", "1"}},
      {"service_kinds", {"6", "5", "3"}},
      {"facilities", {"9", "7", "3"}},
      {"cattle_returned", {"93", "75", "30"}},
      {"cattle_households", {"180", "156", "68"}},
      {"cattle_household_gain",
       {"1500000 = 270000000 / 180", "702078 = 109524100 / 156", "79820 = 5427750 / 68"}},
      {"cattle_collective_revenue", {"2152000000", "1192410000", "197651000"}},
      {"cattle_collective_profit", {"177000000", "75396000", "7967000"}},
      {"eucommia_collective_revenue", {"282000000", "159639000", "29088000"}},
      {"eucommia_persons", {"423", "329", "110"}},
      {"eucommia_person_gain",
       {"231600 = 97966800 / 423", "154986 = 50990520 / 329", "76516 = 8416790 / 110"}},
      {"people_returned", {"100", "81", "36"}},
      {"people_participating", {"701", "583", "237"}},
      {"households_registered", {"700", "700", "662"}},
      {"households_lifted", {"686", "487", "55"}},
      {"households_left", {"20", "12", "0"}},
  };
  for (size_t i = 0; i < 3; ++i) {
    std::map<std::string, std::string> figures = FiguresOn(reporting, kDays[i]);
    for (const auto& [id, values] : expected) EXPECT_EQ(figures[id], values[i]) << id << kDays[i];
    const std::string wage = i < 2 ? "300000" : "";
    EXPECT_EQ(figures["case_wage.510524.cattle-family"], wage) << kDays[i];
  }
}

}  // namespace
}  // namespace bangfu::reporting
