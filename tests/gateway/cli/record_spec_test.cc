#include "gateway/cli/record_spec.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "gateway/cli/cell_values.h"
#include "google/protobuf/descriptor.h"

namespace bangfu::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* RecordField(const FileSpec& spec) {
  const Descriptor* record = spec.service == Service::kHouseholds
                                 ? households::v1::Record::descriptor()
                                 : projects::v1::Record::descriptor();
  return record->FindFieldByName(std::string(spec.record));
}

class EveryFile : public testing::TestWithParam<FileSpec> {};

TEST_P(EveryFile, FillsFieldsThatTheContractHas) {
  const FieldDescriptor* record = RecordField(GetParam());
  ASSERT_NE(record, nullptr);
  for (const Column& column : GetParam().columns) {
    const Descriptor* owner = record->message_type();
    const FieldDescriptor* field = nullptr;
    for (const std::string_view part : SplitList(column.field, '.')) {
      ASSERT_NE(owner, nullptr) << column.name;
      field = owner->FindFieldByName(std::string(part));
      ASSERT_NE(field, nullptr) << column.name;
      owner = field->message_type();
    }
    const bool is_enum =
        column.conversion == Conversion::kEnum || column.conversion == Conversion::kEnumList;
    EXPECT_EQ(field != nullptr && field->enum_type() != nullptr, is_enum) << column.name;
  }
}

// A field that no column fills would be lost in every import.
TEST_P(EveryFile, FillsEveryFieldOfTheRecord) {
  std::set<std::string> filled = {"name"};
  for (const Column& column : GetParam().columns) {
    filled.insert(std::string(column.field.substr(0, column.field.find('.'))));
  }
  const Descriptor& type = *RecordField(GetParam())->message_type();
  for (int i = 0; i < type.field_count(); ++i) {
    EXPECT_TRUE(filled.contains(type.field(i)->name())) << type.field(i)->full_name();
  }
}

TEST_P(EveryFile, HasTheColumnsOfItsNames) {
  const FileSpec& spec = GetParam();
  EXPECT_GE(IdColumn(spec), 0);
  EXPECT_EQ(spec.in_county, FindColumn(spec, "county") == 0);
  for (const Column& column : spec.columns) {
    EXPECT_EQ(&spec.columns[FindColumn(spec, column.name)], &column) << "twice: " << column.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, EveryFile,
                         testing::ValuesIn(FileSpecs().begin(), FileSpecs().end()),
                         [](const auto& param) {
                           return std::string(
                               param.param.file.substr(0, param.param.file.find('.')));
                         });

// What the register seals is personal here, too.
TEST(FileSpecs, MarkPersonalColumns) {
  std::map<std::string, std::set<std::string>> personal;
  for (const FileSpec& spec : FileSpecs()) {
    for (const Column& column : spec.columns) {
      if (column.personal) personal[std::string(spec.file)].insert(std::string(column.field));
    }
  }
  const std::map<std::string, std::set<std::string>> expected = {
      {"households.csv", {"debt_fen"}},
      {"persons.csv", {"full_name", "id_number", "birth_year", "health"}}};
  EXPECT_EQ(personal, expected);
}

}  // namespace
}  // namespace bangfu::cli
