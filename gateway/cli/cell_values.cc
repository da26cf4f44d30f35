#include "gateway/cli/cell_values.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"

#include "services/common/date/date.h"
#include "services/common/money/money.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"

namespace bangfu::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

constexpr std::string_view kUnspecified = "UNSPECIFIED";

// "POVERTY_CAUSE_", which the name of the value 0 shows.
std::string_view EnumPrefix(const EnumDescriptor& type) {
  const std::string_view zero = type.value(0)->name();
  return zero.ends_with(kUnspecified) ? zero.substr(0, zero.size() - kUnspecified.size())
                                      : std::string_view();
}

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string ShortName(const EnumValueDescriptor& value) {
  std::string name = value.name().substr(EnumPrefix(*value.type()).size());
  std::transform(name.begin(), name.end(), name.begin(), ToLower);
  return name;
}

// The household and the person of "H0001/1".
struct Slashed {
  std::string_view before;
  std::optional<std::string_view> after;
};

Slashed SplitSlash(std::string_view cell) {
  const size_t slash = cell.find('/');
  if (slash == std::string_view::npos) return {cell, std::nullopt};
  return {cell.substr(0, slash), cell.substr(slash + 1)};
}

std::optional<std::string> HouseholdOrPerson(Slashed slashed, std::string_view county) {
  if (!names::IsId(slashed.before)) return std::nullopt;
  if (!slashed.after) return names::HouseholdName{county, slashed.before}.ToString();
  if (!names::IsId(*slashed.after)) return std::nullopt;
  return names::PersonName{county, slashed.before, *slashed.after}.ToString();
}

std::string EnumExpectation(const EnumDescriptor& type) {
  std::string text = "one of ";
  for (int i = 1; i < type.value_count(); ++i) {
    if (i > 1) text += ", ";
    text += ShortName(*type.value(i));
  }
  return text;
}

// The bounds with separators of thousands: that many zeros on end nobody counts.
std::string YuanExpectation(FenRange range) {
  return absl::StrCat("an amount in yuan from ", money::FormatYuan(range.min), " to ",
                      money::FormatYuan(range.max),
                      " with at most 2 decimals and no separators, such as 1234.50");
}

}  // namespace

bool IsNamePart(Conversion conversion, std::string_view cell, std::string_view county,
                std::string_view household) {
  switch (conversion) {
    case Conversion::kCounty:
      return names::IsCounty(cell);
    case Conversion::kId:
      return names::IsId(cell);
    case Conversion::kVillage:
      return names::IsVillageOf(cell, county);
    case Conversion::kPersonId: {
      const Slashed slashed = SplitSlash(cell);
      if (!slashed.after) return names::IsId(cell);
      return slashed.before == household && names::IsId(*slashed.after);
    }
    default:
      return false;
  }
}

std::string_view NamePart(Conversion conversion, std::string_view cell) {
  if (conversion != Conversion::kPersonId) return cell;
  const Slashed slashed = SplitSlash(cell);
  return slashed.after.value_or(cell);
}

std::optional<std::string> ReferenceName(Conversion conversion, std::string_view cell,
                                         std::string_view county) {
  const bool is_village = names::IsVillageOf(cell, county);
  const Slashed slashed = SplitSlash(cell);
  switch (conversion) {
    case Conversion::kPerson:
      return slashed.after ? HouseholdOrPerson(slashed, county) : std::nullopt;
    case Conversion::kParticipant:
      return HouseholdOrPerson(slashed, county);
    case Conversion::kCounterparty:
      if (is_village) return names::VillageName{county, cell}.ToString();
      return HouseholdOrPerson(slashed, county);
    case Conversion::kPlace:
      if (cell == county) return names::CountyName{county}.ToString();
      if (is_village) return names::VillageName{county, cell}.ToString();
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<google::type::Date> ParseDateCell(std::string_view cell) {
  const absl::StatusOr<date::Date> date = date::ParseDate(cell);
  if (!date.ok()) return std::nullopt;
  return records::DateToProto(*date);
}

std::optional<int64_t> ParseYuanCell(std::string_view cell, FenRange range) {
  const absl::StatusOr<int64_t> fen = money::ParseYuan(cell);
  if (!fen.ok() || *fen < range.min || *fen > range.max) return std::nullopt;
  return *fen;
}

std::optional<int32_t> ParseIntegerCell(std::string_view cell) {
  int32_t value = 0;
  const char* end = cell.data() + cell.size();
  const auto [read_to, error] = std::from_chars(cell.data(), end, value);
  if (error != std::errc() || read_to != end) return std::nullopt;
  return value;
}

const EnumValueDescriptor* ParseEnumCell(std::string_view cell, const EnumDescriptor& type) {
  const std::string_view prefix = EnumPrefix(type);
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (value.number() == 0) continue;
    const std::string_view name = std::string_view(value.name()).substr(prefix.size());
    if (std::equal(name.begin(), name.end(), cell.begin(), cell.end(),
                   [](char a, char b) { return ToLower(a) == b; })) {
      return &value;
    }
  }
  return nullptr;
}

std::string EnumText(int number, const EnumDescriptor& type) {
  const EnumValueDescriptor* value = type.FindValueByNumber(number);
  return value != nullptr ? ShortName(*value) : std::to_string(number);
}

std::vector<std::string_view> SplitList(std::string_view cell, char separator) {
  std::vector<std::string_view> elements;
  while (!cell.empty()) {
    const size_t end = cell.find(separator);
    elements.push_back(cell.substr(0, end));
    if (end == std::string_view::npos) break;
    cell.remove_prefix(end + 1);
    if (cell.empty()) elements.push_back(cell);
  }
  return elements;
}

std::optional<projects::v1::Designation> ParseDesignation(std::string_view text) {
  const std::vector<std::string_view> parts = SplitList(text, '@');
  if (parts.size() != 2 || !names::IsCounty(parts[0])) return std::nullopt;
  std::optional<google::type::Date> start = ParseDateCell(parts[1]);
  if (!start) return std::nullopt;
  projects::v1::Designation designation;
  designation.set_county(names::CountyName{parts[0]}.ToString());
  *designation.mutable_start_date() = *std::move(start);
  return designation;
}

std::optional<projects::v1::Honour> ParseHonour(std::string_view text) {
  const std::vector<std::string_view> parts = SplitList(text, '@');
  if (parts.size() < 2 || parts.size() > 3 || parts[0].empty()) return std::nullopt;
  std::optional<google::type::Date> date = ParseDateCell(parts[1]);
  if (!date) return std::nullopt;
  projects::v1::Honour honour;
  honour.set_title(std::string(parts[0]));
  *honour.mutable_date() = *std::move(date);
  if (parts.size() == 3) honour.set_document(std::string(parts[2]));
  return honour;
}

std::string Expectation(const Column& column, std::string_view county, const EnumDescriptor* type) {
  const std::string here(county);
  switch (column.conversion) {
    case Conversion::kCounty:
      return "a county code of 6 digits such as 510524";
    case Conversion::kId:
      return "1 to 40 letters, digits and hyphens";
    case Conversion::kVillage:
      return "a village code of 12 digits that begins with " + here;
    case Conversion::kPersonId:
      return "an id such as 1, or with the row's household before it such as H0001/1";
    case Conversion::kPerson:
      return "a person such as H0001/1";
    case Conversion::kParticipant:
      return "a household such as H0001 or a person such as H0001/1";
    case Conversion::kCounterparty:
      return "a household such as H0001, a person such as H0001/1 or a village of " + here;
    case Conversion::kPlace:
      return here + " or the 12 digits of a village that begin with it";
    case Conversion::kDate:
      return "a day that exists, written like 2018-12-31";
    case Conversion::kYuan:
      return YuanExpectation(column.fen);
    case Conversion::kInteger:
      return "a whole number such as 2013";
    case Conversion::kEnum:
      return EnumExpectation(*type);
    case Conversion::kEnumList:
      return EnumExpectation(*type) + "; several are separated by ';'";
    case Conversion::kCountyList:
      return "county codes of 6 digits separated by ';'";
    case Conversion::kDesignations:
      return "counties and days such as 510524@2012-11-01, separated by ';'";
    case Conversion::kHonours:
      return "title@date@document, separated by ';'";
    case Conversion::kIdNumber:
      return "an identity number of 18 characters with its checksum (GB 11643) or a disability "
             "certificate number of 20";
    case Conversion::kText:
    case Conversion::kLocalized:
    case Conversion::kLocalizedList:
      return "a text";
  }
  return {};
}

}  // namespace bangfu::cli
