#include "gateway/cli/record_mapper.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "gateway/cli/cell_values.h"
#include "gateway/cli/import_error.h"
#include "gateway/cli/privacy.h"
#include "google/type/localized_text.pb.h"
#include "services/common/codes/id_number.h"
#include "services/common/names/names.h"
#include "services/common/text/quote.h"

namespace bangfu::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const Descriptor& RecordDescriptor(Service service) {
  return service == Service::kHouseholds ? *households::v1::Record::descriptor()
                                         : *projects::v1::Record::descriptor();
}

bool IsPart(Conversion conversion) { return conversion <= Conversion::kPersonId; }

// A column whose cell names who takes part, is paid or pays: a name or an identity number is what
// people write there by mistake.
bool TellsOfPersons(Conversion conversion) {
  return conversion == Conversion::kPerson || conversion == Conversion::kParticipant ||
         conversion == Conversion::kCounterparty;
}

// Sets a value of a generated type that reflection reaches, or adds one.
template <typename T>
void Set(Message& owner, const FieldDescriptor& field, const T& value) {
  Message* slot = field.is_repeated() ? owner.GetReflection()->AddMessage(&owner, &field)
                                      : owner.GetReflection()->MutableMessage(&owner, &field);
  *static_cast<T*>(slot) = value;
}

void AddText(Message& owner, const FieldDescriptor& field, std::string_view text,
             std::string_view language) {
  google::type::LocalizedText localized;
  localized.set_text(std::string(text));
  localized.set_language_code(std::string(language));
  Set(owner, field, localized);
}

}  // namespace

RecordMapper::RecordMapper(const FileSpec& spec)
    : spec_(spec),
      has_personal_(HasPersonal(spec)),
      record_field_(RecordDescriptor(spec.service).FindFieldByName(std::string(spec.record))),
      name_field_(record_field_->message_type()->FindFieldByName("name")),
      name_pattern_(Compile(spec.name)),
      county_column_(FindColumn(spec, "county")),
      household_column_(FindColumn(spec, "household")),
      good_parts_(spec.columns.size()) {
  for (const Column& column : spec.columns) {
    bindings_.push_back(Bind(column, *record_field_->message_type()));
  }
}

RecordMapper::Pattern RecordMapper::Compile(std::string_view text) const {
  Pattern pattern;
  while (!text.empty()) {
    const size_t open = text.find('{');
    if (open == std::string_view::npos) {
      pattern.push_back({std::string(text), -1});
      break;
    }
    const size_t close = text.find('}', open);
    const std::string_view column = text.substr(open + 1, close - open - 1);
    pattern.push_back({std::string(text.substr(0, open)), FindColumn(spec_, column)});
    text.remove_prefix(close + 1);
  }
  return pattern;
}

RecordMapper::Binding RecordMapper::Bind(const Column& column, const Descriptor& type) const {
  Binding binding;
  const Descriptor* owner = &type;
  for (const std::string_view name : SplitList(column.field, '.')) {
    binding.path.push_back(owner->FindFieldByName(std::string(name)));
    owner = binding.path.back()->message_type();
  }
  if (IsPart(column.conversion)) binding.pattern = Compile(column.detail);
  if (!binding.path.empty()) binding.type = binding.path.back()->enum_type();
  return binding;
}

bool RecordMapper::Map(std::span<const std::string_view> cells, Message& record,
                       std::vector<CellProblem>& problems) {
  const size_t problems_before = problems.size();
  CheckParts(cells, problems);
  name_ = Fill(name_pattern_, cells);
  Message& message = *record.GetReflection()->MutableMessage(&record, record_field_);
  message.GetReflection()->SetString(&message, name_field_, name_);
  for (size_t i = 0; i < cells.size(); ++i) {
    if (bindings_[i].path.empty()) continue;
    if (cells[i].empty()) {
      const bool told = IsPart(spec_.columns[i].conversion);
      if (!spec_.columns[i].optional && !told) problems.push_back(Problem(i, cells[i]));
    } else if (!SetCell(i, cells, message)) {
      problems.push_back(Problem(i, cells[i]));
    }
  }
  return problems.size() == problems_before;
}

void RecordMapper::CheckParts(std::span<const std::string_view> cells,
                              std::vector<CellProblem>& problems) {
  const std::string_view county = spec_.in_county ? cells[county_column_] : names::kGlobalPartition;
  const bool good_county = !spec_.in_county || names::IsCounty(county);
  county_.assign(good_county ? county : std::string_view());
  const std::string_view household =
      household_column_ >= 0 ? cells[household_column_] : std::string_view();
  for (size_t i = 0; i < cells.size(); ++i) {
    const Column& column = spec_.columns[i];
    if (!IsPart(column.conversion)) continue;
    good_parts_[i] = IsNamePart(column.conversion, cells[i], county, household);
    if (good_parts_[i] || (column.optional && cells[i].empty())) continue;
    // A village of a county that is none has been complained of there.
    if (column.conversion == Conversion::kVillage && !good_county) continue;
    problems.push_back(Problem(i, cells[i]));
  }
}

std::string RecordMapper::Fill(const Pattern& pattern,
                               std::span<const std::string_view> cells) const {
  std::string name;
  for (const Piece& piece : pattern) {
    name += piece.text;
    if (piece.column < 0) continue;
    if (!good_parts_[piece.column]) return {};
    name += NamePart(spec_.columns[piece.column].conversion, cells[piece.column]);
  }
  return name;
}

// True, too, for what cannot be set because of a cell that was complained of already.
bool RecordMapper::SetCell(size_t column, std::span<const std::string_view> cells,
                           Message& message) {
  const Binding& binding = bindings_[column];
  Message* owner = &message;
  for (size_t i = 0; i + 1 < binding.path.size(); ++i) {
    owner = owner->GetReflection()->MutableMessage(owner, binding.path[i]);
  }
  std::optional<std::string> name;
  const Conversion conversion = spec_.columns[column].conversion;
  if (IsPart(conversion)) {
    name = Fill(binding.pattern, cells);
  } else if (conversion <= Conversion::kPlace) {
    if (county_.empty()) return true;
    name = ReferenceName(conversion, cells[column], county_);
    if (!name) return false;
  } else {
    return SetValue(column, cells[column], *owner);
  }
  owner->GetReflection()->SetString(owner, binding.path.back(), *std::move(name));
  return true;
}

bool RecordMapper::SetValue(size_t column, std::string_view cell, Message& owner) {
  const FieldDescriptor& field = *bindings_[column].path.back();
  const google::protobuf::Reflection& reflection = *owner.GetReflection();
  switch (spec_.columns[column].conversion) {
    case Conversion::kText:
      reflection.SetString(&owner, &field, std::string(cell));
      return true;
    case Conversion::kIdNumber:
      reflection.SetString(&owner, &field, std::string(cell));
      return codes::ValidateIdNumber(cell).ok();
    case Conversion::kLocalized:
      AddText(owner, field, cell, spec_.columns[column].detail);
      return true;
    case Conversion::kDate: {
      const std::optional<google::type::Date> date = ParseDateCell(cell);
      if (date) Set(owner, field, *date);
      return date.has_value();
    }
    case Conversion::kYuan: {
      const std::optional<int64_t> fen = ParseYuanCell(cell, spec_.columns[column].fen);
      if (fen) reflection.SetInt64(&owner, &field, *fen);
      return fen.has_value();
    }
    case Conversion::kInteger: {
      const std::optional<int32_t> value = ParseIntegerCell(cell);
      if (value) reflection.SetInt32(&owner, &field, *value);
      return value.has_value();
    }
    case Conversion::kEnum: {
      const auto* value = ParseEnumCell(cell, *bindings_[column].type);
      if (value != nullptr) reflection.SetEnum(&owner, &field, value);
      return value != nullptr;
    }
    default:
      return SetList(column, cell, owner);
  }
}

bool RecordMapper::SetList(size_t column, std::string_view cell, Message& owner) {
  const FieldDescriptor& field = *bindings_[column].path.back();
  const google::protobuf::Reflection& reflection = *owner.GetReflection();
  for (const std::string_view element : SplitList(cell, ';')) {
    switch (spec_.columns[column].conversion) {
      case Conversion::kLocalizedList:
        AddText(owner, field, element, spec_.columns[column].detail);
        break;
      case Conversion::kEnumList: {
        const auto* value = ParseEnumCell(element, *bindings_[column].type);
        if (value == nullptr) return false;
        reflection.AddEnum(&owner, &field, value);
        break;
      }
      case Conversion::kCountyList:
        if (!names::IsCounty(element)) return false;
        reflection.AddString(&owner, &field, names::CountyName{element}.ToString());
        break;
      case Conversion::kDesignations: {
        const auto designation = ParseDesignation(element);
        if (!designation) return false;
        Set(owner, field, *designation);
        break;
      }
      case Conversion::kHonours: {
        const auto honour = ParseHonour(element);
        if (!honour) return false;
        Set(owner, field, *honour);
        break;
      }
      default:
        return false;
    }
  }
  return true;
}

void RecordMapper::AppendPublicBytes(const Message& record, std::string& bytes) const {
  if (!has_personal_) {
    record.AppendToString(&bytes);
    return;
  }
  const std::unique_ptr<Message> copy(record.New());
  copy->CopyFrom(record);
  Message& message = *copy->GetReflection()->MutableMessage(copy.get(), record_field_);
  for (size_t i = 0; i < bindings_.size(); ++i) {
    if (!spec_.columns[i].personal) continue;
    message.GetReflection()->ClearField(&message, bindings_[i].path.back());
  }
  copy->AppendToString(&bytes);
}

// In a file with personal columns a cell may have slipped into any other.
std::string RecordMapper::Show(size_t column, std::string_view cell) const {
  if (cell.empty()) return "nothing";
  const Column& spec = spec_.columns[column];
  const bool sensitive = has_personal_ || TellsOfPersons(spec.conversion);
  const bool hidden =
      spec.personal || (sensitive && !IsHarmless(cell)) || HidePersonal(cell) != cell;
  return hidden ? std::string(kNotShown) : text::Quote(cell);
}

CellProblem RecordMapper::Problem(size_t column, std::string_view cell) const {
  const std::string expected = Expectation(spec_.columns[column], county_, bindings_[column].type);
  return {static_cast<int>(column), FoundExpected(Show(column, cell), expected)};
}

}  // namespace bangfu::cli
