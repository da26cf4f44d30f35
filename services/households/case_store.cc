#include "services/households/case_store.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

#include "services/common/records/rows.h"
#include "services/common/records/texts.h"

namespace bangfu::households {
namespace {

using records::kChinese;
using records::kEnglish;

// As ReadCase and ReadRecordedCase read them.
constexpr char kColumns[] =
    "county, case_id, programme, household, person, title_zh, title_en, story_zh, story_en, "
    "begin_year, grant_day, withdraw_day, consent_document, consent_scopes";
constexpr char kRecordedColumns[] =
    "county, case_id, programme, household, person, title_zh, title_en, story_zh, story_en, "
    "begin_year, grant_day, withdraw_day, consent_document, consent_scopes, seq";

int64_t ScopeBits(const v1::Consent& consent) {
  int64_t bits = 0;
  for (const int scope : consent.scopes()) bits |= int64_t{1} << scope;
  return bits;
}

void ReadConsent(sql::Statement& row, v1::Consent& consent) {
  if (auto day = records::DayOf(row, 10)) *consent.mutable_grant_date() = *day;
  if (auto day = records::DayOf(row, 11)) *consent.mutable_withdraw_date() = *day;
  consent.set_document(std::string(row.Text(12)));
  for (int scope = v1::ConsentScope_MIN; scope <= v1::ConsentScope_MAX; ++scope) {
    if ((row.Int64(13) >> scope & 1) != 0) {
      consent.add_scopes(static_cast<v1::ConsentScope>(scope));
    }
  }
}

v1::Case ReadCase(sql::Statement& row) {
  v1::Case record;
  const std::string_view county = row.Text(0);
  record.set_name(names::CaseName{county, row.Text(1)}.ToString());
  record.set_programme(names::ProgrammeName{row.Text(2)}.ToString());
  record.set_person(names::PersonName{county, row.Text(3), row.Text(4)}.ToString());
  records::ReadTexts(row, 5, *record.mutable_titles());
  records::ReadTexts(row, 7, *record.mutable_stories());
  record.set_begin_year(static_cast<int32_t>(row.Int64(9)));
  if (!row.IsNull(10)) ReadConsent(row, *record.mutable_consent());
  return record;
}

RecordedCase ReadRecordedCase(sql::Statement& row) { return {ReadCase(row), row.Int64(14)}; }

}  // namespace

absl::StatusOr<bool> InsertCase(sql::Connection& connection, const v1::Case& record, int64_t seq) {
  const names::CaseName name = *names::CaseName::Parse(record.name());
  const names::PersonName person = *names::PersonName::Parse(record.person());
  const v1::Consent& consent = record.consent();
  std::optional<std::string_view> document;
  if (record.has_consent()) document = consent.document();
  return records::InsertRow(
      connection,
      absl::StrCat("INSERT INTO published_case (", kRecordedColumns,
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) "
                   "ON CONFLICT DO NOTHING"),
      name.county, name.case_id, names::ProgrammeName::Parse(record.programme())->programme,
      person.household, person.person, records::TextIn(record.titles(), kChinese),
      records::TextIn(record.titles(), kEnglish), records::TextIn(record.stories(), kChinese),
      records::TextIn(record.stories(), kEnglish), record.begin_year(),
      records::DayColumn(consent.grant_date()), records::DayColumn(consent.withdraw_date()),
      document, ScopeBits(consent), seq);
}

absl::StatusOr<std::optional<v1::Case>> FindCase(sql::Connection& connection,
                                                 const names::CaseName& name) {
  return records::FindRow(
      connection,
      absl::StrCat("SELECT ", kColumns, " FROM published_case WHERE county = ?1 AND case_id = ?2"),
      ReadCase, name.county, name.case_id);
}

absl::StatusOr<std::vector<v1::Case>> ListCases(sql::Connection& connection,
                                                const names::CountyName& county,
                                                const records::PageQuery& page) {
  return records::ListRows(connection,
                           absl::StrCat("SELECT ", kColumns,
                                        " FROM published_case WHERE county = ?1 AND case_id > ?2 "
                                        "ORDER BY case_id LIMIT ?3"),
                           ReadCase, county.county, std::string_view(page.after), page.limit);
}

absl::StatusOr<std::vector<RecordedCase>> ListConsentedCases(sql::Connection& connection,
                                                             const names::ProgrammeName& programme,
                                                             date::Date day, int limit) {
  return records::ListRows(
      connection,
      absl::StrCat("SELECT ", kRecordedColumns,
                   " FROM published_case "
                   "WHERE programme = ?1 AND grant_day <= ?2 AND withdraw_day IS NULL "
                   "ORDER BY county, case_id LIMIT ?3"),
      ReadRecordedCase, programme.programme, day.days, limit);
}

absl::StatusOr<std::vector<RecordedCase>> ListFirstCases(sql::Connection& connection,
                                                         const names::ProgrammeName& programme,
                                                         date::Date day,
                                                         const std::vector<CountyCases>& counties) {
  std::vector<RecordedCase> cases;
  absl::Status read = records::ForEachKey(
      connection,
      absl::StrCat("SELECT ", kRecordedColumns,
                   " FROM published_case WHERE county = ?1 AND programme = ?2 "
                   "AND grant_day <= ?3 AND withdraw_day IS NULL ORDER BY case_id LIMIT ?4"),
      counties,
      [&](sql::Statement& query, const CountyCases& first) {
        query.BindAll(std::string_view(first.county), programme.programme, day.days, first.count);
      },
      [&](const CountyCases&, sql::Statement& row) {
        cases.push_back(ReadRecordedCase(row));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return cases;
}

absl::StatusOr<std::vector<CountyCases>> CountConsentedCases(sql::Connection& connection,
                                                             const names::ProgrammeName& programme,
                                                             date::Date day) {
  return records::ListRows(
      connection,
      "SELECT county, count(*) FROM published_case "
      "WHERE programme = ?1 AND grant_day <= ?2 AND withdraw_day IS NULL "
      "GROUP BY county ORDER BY county",
      [](sql::Statement& row) {
        return CountyCases{std::string(row.Text(0)), row.Int64(1)};
      },
      programme.programme, day.days);
}

}  // namespace bangfu::households
