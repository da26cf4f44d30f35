#include "services/households/place_store.h"

#include <string>
#include <string_view>

#include "services/common/records/rows.h"
#include "services/common/records/texts.h"

namespace bangfu::households {
namespace {

using records::kChinese;
using records::kEnglish;

constexpr std::string_view kHasCounty = "SELECT 1 FROM county WHERE county = ?1";
constexpr std::string_view kHasVillage = "SELECT 1 FROM village WHERE county = ?1 AND village = ?2";

v1::County ReadCounty(sql::Statement& row) {
  v1::County county;
  county.set_name(names::CountyName{row.Text(0)}.ToString());
  records::ReadTexts(row, 1, *county.mutable_titles());
  county.set_prefecture(std::string(row.Text(3)));
  county.set_province(std::string(row.Text(4)));
  return county;
}

v1::Village ReadVillage(sql::Statement& row) {
  v1::Village village;
  village.set_name(names::VillageName{row.Text(0), row.Text(1)}.ToString());
  village.set_title(std::string(row.Text(2)));
  village.set_township(std::string(row.Text(3)));
  return village;
}

}  // namespace

absl::StatusOr<bool> InsertCounty(sql::Connection& connection, const v1::County& county,
                                  int64_t seq) {
  return records::InsertRow(
      connection,
      "INSERT INTO county (county, title_zh, title_en, prefecture, province, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
      names::CountyName::Parse(county.name())->county, records::TextIn(county.titles(), kChinese),
      records::TextIn(county.titles(), kEnglish), std::string_view(county.prefecture()),
      std::string_view(county.province()), seq);
}

absl::StatusOr<std::optional<v1::County>> FindCounty(sql::Connection& connection,
                                                     const names::CountyName& name) {
  return records::FindRow(connection,
                          "SELECT county, title_zh, title_en, prefecture, province FROM county "
                          "WHERE county = ?1",
                          ReadCounty, name.county);
}

absl::StatusOr<std::vector<v1::County>> ListCounties(sql::Connection& connection,
                                                     const records::PageQuery& page) {
  return records::ListRows(connection,
                           "SELECT county, title_zh, title_en, prefecture, province FROM county "
                           "WHERE county > ?1 ORDER BY county LIMIT ?2",
                           ReadCounty, std::string_view(page.after), page.limit);
}

absl::StatusOr<bool> InsertVillage(sql::Connection& connection, const v1::Village& village,
                                   int64_t seq) {
  const names::VillageName name = *names::VillageName::Parse(village.name());
  return records::InsertRow(connection,
                            "INSERT INTO village (county, village, title, township, seq) "
                            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                            name.county, name.village, std::string_view(village.title()),
                            std::string_view(village.township()), seq);
}

absl::StatusOr<std::optional<v1::Village>> FindVillage(sql::Connection& connection,
                                                       const names::VillageName& name) {
  return records::FindRow(connection,
                          "SELECT county, village, title, township FROM village "
                          "WHERE county = ?1 AND village = ?2",
                          ReadVillage, name.county, name.village);
}

absl::StatusOr<std::vector<v1::Village>> ListVillages(sql::Connection& connection,
                                                      const names::CountyName& county,
                                                      const records::PageQuery& page) {
  return records::ListRows(connection,
                           "SELECT county, village, title, township FROM village "
                           "WHERE county = ?1 AND village > ?2 ORDER BY village LIMIT ?3",
                           ReadVillage, county.county, std::string_view(page.after), page.limit);
}

absl::Status FindExisting(sql::Connection& connection, const std::vector<names::CountyName>& names,
                          absl::FunctionRef<void(const names::CountyName&)> on_found) {
  return records::FindExisting(
      connection, kHasCounty, names,
      [](sql::Statement& query, const names::CountyName& name) { query.BindAll(name.county); },
      on_found);
}

absl::Status FindExisting(sql::Connection& connection, const std::vector<names::VillageName>& names,
                          absl::FunctionRef<void(const names::VillageName&)> on_found) {
  return records::FindExisting(
      connection, kHasVillage, names,
      [](sql::Statement& query, const names::VillageName& name) {
        query.BindAll(name.county, name.village);
      },
      on_found);
}

}  // namespace bangfu::households
