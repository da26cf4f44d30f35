#include "gateway/cli/record_difference.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "gateway/cli/cell_values.h"
#include "google/type/localized_text.pb.h"

namespace bangfu::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string BytesOf(const Message& owner, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *owner.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(owner, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(reflection.GetInt64(owner, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(reflection.GetInt32(owner, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return std::to_string(reflection.GetEnumValue(owner, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.GetMessage(owner, &field).SerializeAsString();
    default:
      return {};  // no column makes one
  }
}

std::string ElementBytes(const Message& owner, const FieldDescriptor& field, int index) {
  const google::protobuf::Reflection& reflection = *owner.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetRepeatedString(owner, &field, index);
    case FieldDescriptor::CPPTYPE_ENUM:
      return std::to_string(reflection.GetRepeatedEnumValue(owner, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.GetRepeatedMessage(owner, &field, index).SerializeAsString();
    default:
      return {};
  }
}

bool IsInLanguage(const Message& text, std::string_view language) {
  const auto* localized = dynamic_cast<const google::type::LocalizedText*>(&text);
  return localized != nullptr && localized->language_code() == language;
}

// What the column holds, as elements that can be compared. A service sorts what has no order of its
// own.
std::vector<std::string> ValuesOf(const Message& record, const Column& column) {
  const Message* owner = &record;
  const std::vector<std::string_view> path = SplitList(column.field, '.');
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const auto* field = owner->GetDescriptor()->FindFieldByName(std::string(path[i]));
    owner = &owner->GetReflection()->GetMessage(*owner, field);
  }
  const auto* field = owner->GetDescriptor()->FindFieldByName(std::string(path.back()));
  if (!field->is_repeated()) return {BytesOf(*owner, *field)};
  const bool is_localized = column.conversion == Conversion::kLocalized ||
                            column.conversion == Conversion::kLocalizedList;
  std::vector<std::string> values;
  const google::protobuf::Reflection& reflection = *owner->GetReflection();
  for (int i = 0; i < reflection.FieldSize(*owner, field); ++i) {
    const bool other_language =
        is_localized &&
        !IsInLanguage(reflection.GetRepeatedMessage(*owner, field, i), column.detail);
    if (!other_language) values.push_back(ElementBytes(*owner, *field, i));
  }
  if (!is_localized) std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

std::string DifferenceText(const FileSpec& spec, const Message& record, const Message& standing) {
  if (record.GetDescriptor() != standing.GetDescriptor()) return "other content";
  std::vector<std::string_view> columns;
  for (const Column& column : spec.columns) {
    if (column.personal || column.field.empty()) continue;
    if (ValuesOf(record, column) != ValuesOf(standing, column)) columns.push_back(column.name);
  }
  if (columns.empty()) {
    return HasPersonal(spec) ? "other content in a personal column" : "other content";
  }
  std::string text = "another ";
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += i + 1 == columns.size() ? " and " : ", ";
    text += columns[i];
  }
  return text;
}

}  // namespace bangfu::cli
