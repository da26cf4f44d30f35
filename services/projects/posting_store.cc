#include "services/projects/posting_store.h"

#include <string>
#include <string_view>

#include "services/common/records/rows.h"
#include "services/projects/children.h"

namespace bangfu::projects {
namespace {

v1::Posting ReadPosting(sql::Statement& row) {
  v1::Posting posting;
  const std::string_view county = row.Text(0);
  posting.set_name(names::PostingName{county, row.Text(1)}.ToString());
  posting.set_programme(names::ProgrammeName{row.Text(2)}.ToString());
  posting.set_cadre(std::string(row.Text(3)));
  names::PlaceName place{county, std::nullopt};
  if (!row.IsNull(4)) place.village = row.Text(4);
  posting.set_place(place.ToString());
  if (auto day = records::DayOf(row, 5)) *posting.mutable_start_date() = *day;
  if (auto day = records::DayOf(row, 6)) *posting.mutable_end_date() = *day;
  if (auto day = records::DayOf(row, 7)) *posting.mutable_promotion_date() = *day;
  return posting;
}

absl::StatusOr<std::vector<v1::Posting>> WithHonours(
    sql::Connection& connection, std::string_view county,
    absl::StatusOr<std::vector<v1::Posting>> postings) {
  return WithChildren(
      connection,
      "SELECT posting, title, day, document FROM posting_honour "
      "WHERE county = ?1 AND posting >= ?2 AND posting <= ?3 ORDER BY posting, position",
      std::move(postings),
      [](const v1::Posting& posting) { return names::PostingName::Parse(posting.name())->posting; },
      [](sql::Statement& row, v1::Posting& posting) {
        v1::Honour& honour = *posting.add_honours();
        honour.set_title(std::string(row.Text(1)));
        if (auto day = records::DayOf(row, 2)) *honour.mutable_date() = *day;
        honour.set_document(std::string(row.Text(3)));
      },
      county);
}

}  // namespace

absl::StatusOr<bool> InsertPosting(sql::Connection& connection, const v1::Posting& posting,
                                   int64_t seq) {
  const names::PostingName name = *names::PostingName::Parse(posting.name());
  absl::StatusOr<bool> inserted = records::InsertRow(
      connection,
      "INSERT INTO posting (county, posting, programme, cadre, village, start_day, end_day, "
      "promotion_day, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
      name.county, name.posting, names::ProgrammeName::Parse(posting.programme())->programme,
      std::string_view(posting.cadre()), names::PlaceName::Parse(posting.place())->village,
      records::DayColumn(posting.start_date()), records::DayColumn(posting.end_date()),
      records::DayColumn(posting.promotion_date()), seq);
  if (!inserted.ok() || !*inserted) return inserted;
  absl::Status status = InsertChildren(
      connection,
      "INSERT INTO posting_honour (county, posting, position, title, day, document) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      posting.honours(), [&name](sql::Statement& insert, int position, const v1::Honour& honour) {
        return insert
            .BindAll(name.county, name.posting, position, std::string_view(honour.title()),
                     records::DayColumn(honour.date()), std::string_view(honour.document()))
            .Run();
      });
  if (!status.ok()) return status;
  return true;
}

absl::StatusOr<std::optional<v1::Posting>> FindPosting(sql::Connection& connection,
                                                       const names::PostingName& name) {
  return First(WithHonours(
      connection, name.county,
      records::ListRows(connection,
                        "SELECT county, posting, programme, cadre, village, start_day, end_day, "
                        "promotion_day FROM posting WHERE county = ?1 AND posting = ?2",
                        ReadPosting, name.county, name.posting)));
}

absl::StatusOr<std::vector<v1::Posting>> ListPostings(sql::Connection& connection,
                                                      const names::CountyName& county,
                                                      const records::PageQuery& page) {
  return WithHonours(
      connection, county.county,
      records::ListRows(connection,
                        "SELECT county, posting, programme, cadre, village, start_day, end_day, "
                        "promotion_day FROM posting WHERE county = ?1 AND posting > ?2 "
                        "ORDER BY posting LIMIT ?3",
                        ReadPosting, county.county, std::string_view(page.after), page.limit));
}

}  // namespace bangfu::projects
