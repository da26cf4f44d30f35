#include "tests/bench/csv_writer.h"

#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "gateway/cli/cell_values.h"
#include "gateway/cli/csv_reader.h"
#include "google/type/localized_text.pb.h"
#include "services/common/date/date.h"
#include "services/common/money/money.h"
#include "services/common/records/dates.h"

namespace bangfu::bench {
namespace {

using cli::Column;
using cli::Conversion;
using cli::FileSpec;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using Parts = std::map<std::string, std::string, std::less<>>;

// Adds what stands in a name where the pattern has "{column}".
void AddParts(std::string_view pattern, std::string_view name, Parts& parts) {
  const std::vector<std::string_view> wanted = cli::SplitList(pattern, '/');
  const std::vector<std::string_view> found = cli::SplitList(name, '/');
  for (size_t i = 0; i < wanted.size() && i < found.size(); ++i) {
    if (!wanted[i].starts_with('{')) continue;
    parts.emplace(wanted[i].substr(1, wanted[i].size() - 2), found[i]);
  }
}

// The message that holds the field of this path, and the field; nothing where it is not set.
struct Place {
  const Message* owner = nullptr;
  const FieldDescriptor* field = nullptr;
};
Place Find(const Message& record, std::string_view path) {
  Place place{&record};
  for (const std::string_view name : cli::SplitList(path, '.')) {
    if (place.field != nullptr) {
      const auto& reflection = *place.owner->GetReflection();
      if (!reflection.HasField(*place.owner, place.field)) return {};
      place.owner = &reflection.GetMessage(*place.owner, place.field);
    }
    place.field = place.owner->GetDescriptor()->FindFieldByName(std::string(name));
  }
  return place;
}

std::string DateText(const google::type::Date& date) {
  return date::FormatDate(*records::DateFromProto(date));
}

// "counties/C/households/H/persons/P" as "H/P", and villages and counties by their digits.
std::string ShortReference(std::string_view name) {
  const std::vector<std::string_view> parts = cli::SplitList(name, '/');
  if (parts.size() == 6) return absl::StrCat(std::string(parts[3]), "/", std::string(parts[5]));
  return std::string(parts.back());
}

template <typename T>
const T& Element(const Place& place, int index) {
  const auto& reflection = *place.owner->GetReflection();
  return static_cast<const T&>(place.field->is_repeated()
                                   ? reflection.GetRepeatedMessage(*place.owner, place.field, index)
                                   : reflection.GetMessage(*place.owner, place.field));
}

std::string HonourText(const projects::v1::Honour& honour) {
  return absl::StrCat(honour.title(), "@", DateText(honour.date()), "@", honour.document());
}

std::string DesignationText(const projects::v1::Designation& designation) {
  return absl::StrCat(ShortReference(designation.county()), "@",
                      DateText(designation.start_date()));
}

// One element of a list; empty for a text in another language than the column's.
std::string ElementText(const Column& column, const Place& place, int index) {
  const auto& reflection = *place.owner->GetReflection();
  switch (column.conversion) {
    case Conversion::kEnumList:
      return cli::EnumText(reflection.GetRepeatedEnumValue(*place.owner, place.field, index),
                           *place.field->enum_type());
    case Conversion::kCountyList:
      return ShortReference(reflection.GetRepeatedString(*place.owner, place.field, index));
    case Conversion::kDesignations:
      return DesignationText(Element<projects::v1::Designation>(place, index));
    case Conversion::kHonours:
      return HonourText(Element<projects::v1::Honour>(place, index));
    default: {
      const auto& text = Element<google::type::LocalizedText>(place, index);
      return text.language_code() == std::string(column.detail) ? text.text() : std::string();
    }
  }
}

std::string ListText(const Column& column, const Place& place) {
  std::string list;
  const int count = place.owner->GetReflection()->FieldSize(*place.owner, place.field);
  for (int i = 0; i < count; ++i) {
    const std::string text = ElementText(column, place, i);
    if (!text.empty()) absl::StrAppend(&list, list.empty() ? "" : ";", text);
  }
  return list;
}

std::string ValueText(const Column& column, const Place& place) {
  if (place.field->is_repeated()) return ListText(column, place);
  const auto& reflection = *place.owner->GetReflection();
  if (place.field->has_presence() && !reflection.HasField(*place.owner, place.field)) return {};
  switch (column.conversion) {
    case Conversion::kDate:
      return DateText(Element<google::type::Date>(place, 0));
    case Conversion::kYuan:
      return money::FormatYuanPlain(reflection.GetInt64(*place.owner, place.field));
    case Conversion::kInteger:
      return absl::StrCat(reflection.GetInt32(*place.owner, place.field));
    case Conversion::kEnum:
      return cli::EnumText(reflection.GetEnumValue(*place.owner, place.field),
                           *place.field->enum_type());
    case Conversion::kPerson:
    case Conversion::kParticipant:
    case Conversion::kCounterparty:
    case Conversion::kPlace:
      return ShortReference(reflection.GetString(*place.owner, place.field));
    default:
      return reflection.GetString(*place.owner, place.field);
  }
}

// What stands in the record's names, by column.
Parts PartsOf(const FileSpec& spec, const Message& message) {
  Parts parts;
  const auto text_of = [&](std::string_view path) {
    const Place place = Find(message, path);
    return place.owner->GetReflection()->GetString(*place.owner, place.field);
  };
  AddParts(spec.name, text_of("name"), parts);
  for (const Column& column : spec.columns) {
    if (column.detail.find('{') != std::string_view::npos) {
      AddParts(column.detail, text_of(column.field), parts);
    }
  }
  return parts;
}

std::string CellText(const Column& column, const Parts& parts, const Message& message) {
  if (column.conversion > Conversion::kPersonId) {
    const Place place = Find(message, column.field);
    return place.owner == nullptr ? std::string() : ValueText(column, place);
  }
  const auto part = parts.find(column.name);
  if (part == parts.end()) return {};
  if (column.conversion != Conversion::kPersonId) return part->second;
  return absl::StrCat(parts.find("household")->second, "/", part->second);
}

}  // namespace

std::string CsvHeader(const FileSpec& spec) {
  std::string line;
  for (const Column& column : spec.columns) {
    absl::StrAppend(&line, line.empty() ? "" : ",", std::string(column.name));
  }
  return line + "\n";
}

std::string CsvRow(const FileSpec& spec, const Message& record) {
  const Place place = Find(record, spec.record);
  const Message& message = record.GetReflection()->GetMessage(record, place.field);
  const Parts parts = PartsOf(spec, message);
  std::vector<std::string> cells;
  cells.reserve(spec.columns.size());
  for (const Column& column : spec.columns) cells.push_back(CellText(column, parts, message));
  std::string line;
  cli::AppendCsvRecord(cells, line);
  return line;
}

absl::Status CsvFiles::Open(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  for (const FileSpec& spec : cli::FileSpecs()) {
    const std::string path = absl::StrCat(directory, "/", std::string(spec.file));
    if (std::filesystem::exists(path, error)) return absl::AlreadyExistsError(path + " exists");
    std::ofstream& file = files_.emplace(&spec, path).first->second;
    file << CsvHeader(spec);
    if (!file) return absl::PermissionDeniedError("cannot write " + path);
  }
  return absl::OkStatus();
}

void CsvFiles::Add(cli::Service service, const Message& record) {
  const auto* oneof = record.GetDescriptor()->oneof_decl(0);
  const FieldDescriptor* set = record.GetReflection()->GetOneofFieldDescriptor(record, oneof);
  for (auto& [spec, file] : files_) {
    if (spec->service != service || set->name() != spec->record) continue;
    file << CsvRow(*spec, record);
    ++rows_;
  }
}

absl::Status CsvFiles::Close() {
  bool good = true;
  for (auto& [spec, file] : files_) {
    file.close();
    good = good && file.good();
  }
  return good ? absl::OkStatus() : absl::DataLossError("not all could be written");
}

}  // namespace bangfu::bench
