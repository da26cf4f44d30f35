#include "gateway/cli/render_records.h"

#include <vector>

#include "gateway/cli/cell_values.h"
#include "gateway/cli/words.h"
#include "google/protobuf/descriptor.h"
#include "services/common/money/money.h"
#include "services/common/text/width.h"

namespace bangfu::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kCellColumnsMax = 40;
constexpr std::string_view kFen = "_fen";

bool IsFen(const FieldDescriptor& field) { return field.name().ends_with(kFen); }

std::string MessageText(const Message& message);

// One value; `index` is -1 for a field that is not repeated.
std::string ValueText(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection.GetRepeatedString(message, &field, index)
                      : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = repeated ? reflection.GetRepeatedEnumValue(message, &field, index)
                                  : reflection.GetEnumValue(message, &field);
      return number == 0 ? std::string() : EnumText(number, *field.enum_type());
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return repeated ? std::string() : std::to_string(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64: {
      if (repeated) return {};
      const int64_t value = reflection.GetInt64(message, &field);
      return IsFen(field) ? money::FormatYuanPlain(value) : std::to_string(value);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!repeated && !reflection.HasField(message, &field)) return {};
      return MessageText(repeated ? reflection.GetRepeatedMessage(message, &field, index)
                                  : reflection.GetMessage(message, &field));
    default:
      return {};
  }
}

// A field's values, separated by ';'.
std::string FieldText(const Message& message, const FieldDescriptor& field) {
  if (!field.is_repeated()) return ValueText(message, field, -1);
  std::string text;
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) {
    if (i > 0) text += ';';
    text += ValueText(message, field, i);
  }
  return text;
}

// A message inside a cell: a date as a date, a text as itself, others as their fields with '@'
// between them, as in the files of an import.
std::string MessageText(const Message& message) {
  if (const auto* date = dynamic_cast<const google::type::Date*>(&message)) return DateText(*date);
  if (const auto* text = dynamic_cast<const google::type::LocalizedText*>(&message)) {
    return text->text();
  }
  std::string text;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    if (i > 0) text += '@';
    text += FieldText(message, *message.GetDescriptor()->field(i));
  }
  return text;
}

const FieldDescriptor* RecordsField(const Message& response) {
  for (int i = 0; i < response.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = response.GetDescriptor()->field(i);
    if (field->is_repeated() && field->message_type() != nullptr) return field;
  }
  return nullptr;
}

TextTable::ColumnStyle StyleOf(const FieldDescriptor& field) {
  std::string heading = field.name();
  if (IsFen(field)) heading = heading.substr(0, heading.size() - kFen.size()) + "_yuan";
  const bool is_number =
      !field.is_repeated() && (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                               field.cpp_type() == FieldDescriptor::CPPTYPE_INT64);
  return {heading, is_number ? text::Align::kRight : text::Align::kLeft};
}

}  // namespace

std::string RenderRecords(const Message& list_response, Output output) {
  const FieldDescriptor* records = RecordsField(list_response);
  if (records == nullptr) return {};
  const google::protobuf::Descriptor& type = *records->message_type();
  std::vector<TextTable::ColumnStyle> columns;
  columns.reserve(static_cast<size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) columns.push_back(StyleOf(*type.field(i)));
  TextTable table(std::move(columns));
  const Reflection& reflection = *list_response.GetReflection();
  for (int row = 0; row < reflection.FieldSize(list_response, records); ++row) {
    const Message& record = reflection.GetRepeatedMessage(list_response, records, row);
    std::vector<std::string> cells;
    for (int i = 0; i < type.field_count(); ++i) {
      std::string cell = FieldText(record, *type.field(i));
      // A name is there to be copied, so it is whole.
      const bool cut = output == Output::kTable && i > 0;
      cells.push_back(cut ? text::TruncateToWidth(cell, kCellColumnsMax) : std::move(cell));
    }
    table.Add(std::move(cells));
  }
  return output == Output::kCsv ? table.RenderCsv() : table.Render();
}

std::string NextPageToken(const Message& list_response) {
  const FieldDescriptor* field = list_response.GetDescriptor()->FindFieldByName("next_page_token");
  return field == nullptr ? std::string()
                          : list_response.GetReflection()->GetString(list_response, field);
}

}  // namespace bangfu::cli
