#include "gateway/cli/field_column.h"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cli/cell_values.h"
#include "google/type/localized_text.pb.h"

namespace bangfu::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whether `path` is `field`, or lies inside it.
bool IsIn(std::string_view path, std::string_view field) {
  if (field.empty() || !path.starts_with(field)) return false;
  return path.size() == field.size() || path[field.size()] == '.' || path[field.size()] == '[';
}

// The 1 of "titles[1].text" after "titles".
std::optional<int> ElementIndex(std::string_view path, std::string_view field) {
  path.remove_prefix(field.size());
  if (!path.starts_with('[')) return std::nullopt;
  int index = 0;
  const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
  if (error != std::errc()) return std::nullopt;
  return index;
}

// The language of an element of a repeated LocalizedText; empty when there is none.
std::string LanguageOf(const FileSpec& spec, std::string_view field, int index,
                       const Message& record) {
  const FieldDescriptor* kind = record.GetDescriptor()->FindFieldByName(std::string(spec.record));
  const Message& message = record.GetReflection()->GetMessage(record, kind);
  const FieldDescriptor* texts = message.GetDescriptor()->FindFieldByName(std::string(field));
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (index >= reflection.FieldSize(message, texts)) return {};
  const Message& text = reflection.GetRepeatedMessage(message, texts, index);
  return static_cast<const google::type::LocalizedText&>(text).language_code();
}

bool IsText(const Column& column) {
  return column.conversion == Conversion::kLocalized ||
         column.conversion == Conversion::kLocalizedList;
}

}  // namespace

int ColumnOfField(const FileSpec& spec, std::string_view path, const Message& record) {
  if (!IsIn(path, spec.record) || path.size() == spec.record.size()) return -1;
  path.remove_prefix(spec.record.size() + 1);
  if (path == "name") return IdColumn(spec);
  for (size_t i = 0; i < spec.columns.size(); ++i) {
    const Column& column = spec.columns[i];
    if (!IsIn(path, column.field)) continue;
    const std::optional<int> element = ElementIndex(path, column.field);
    if (IsText(column) && element &&
        LanguageOf(spec, column.field, *element, record) != column.detail) {
      continue;
    }
    return static_cast<int>(i);
  }
  return -1;
}

int ColumnOfParent(const FileSpec& spec, std::string_view missing) {
  const std::vector<std::string_view> name = SplitList(spec.name, '/');
  const std::vector<std::string_view> parent = SplitList(missing, '/');
  if (parent.size() < 2 || parent.size() >= name.size()) return -1;
  const std::string_view id = name[parent.size() - 1];
  if (name[parent.size() - 2] != parent[parent.size() - 2]) return -1;
  return FindColumn(spec, id.substr(1, id.size() - 2));  // without its braces
}

}  // namespace bangfu::cli
