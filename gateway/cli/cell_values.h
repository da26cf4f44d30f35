// The values in a CSV's cells: read from text, each with the words for what is expected of it. Not
// which cell goes where: record_mapper.h.
#ifndef BANGFU_GATEWAY_CLI_CELL_VALUES_H_
#define BANGFU_GATEWAY_CLI_CELL_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bangfu/projects/v1/projects.pb.h"
#include "gateway/cli/record_spec.h"
#include "google/protobuf/descriptor.h"
#include "google/type/date.pb.h"

namespace bangfu::cli {

// Whether `cell` may be a part of a name, for the conversions that make parts. `county` and
// `household` are the row's.
bool IsNamePart(Conversion conversion, std::string_view cell, std::string_view county,
                std::string_view household);

// The part itself: of "H0001/1" the "1", for kPersonId; otherwise all of `cell`.
std::string_view NamePart(Conversion conversion, std::string_view cell);

// The name that a short reference (kPerson, kParticipant, kCounterparty, kPlace) means in the
// county; nullopt when it is none.
std::optional<std::string> ReferenceName(Conversion conversion, std::string_view cell,
                                         std::string_view county);

std::optional<google::type::Date> ParseDateCell(std::string_view cell);

// Fen, within the range.
std::optional<int64_t> ParseYuanCell(std::string_view cell, FenRange range);

std::optional<int32_t> ParseIntegerCell(std::string_view cell);

// A value other than the unspecified one, by its name without the enum's prefix, in lower case.
const google::protobuf::EnumValueDescriptor* ParseEnumCell(
    std::string_view cell, const google::protobuf::EnumDescriptor& type);

// That name of a value: "free_range". Of a number that the enum does not know: the number.
std::string EnumText(int number, const google::protobuf::EnumDescriptor& type);

// The elements of a list separated by `separator`; of an empty cell none.
std::vector<std::string_view> SplitList(std::string_view cell, char separator);

// "510524@2012-11-01".
std::optional<projects::v1::Designation> ParseDesignation(std::string_view text);

// "title@date@document"; the document may be empty or missing.
std::optional<projects::v1::Honour> ParseHonour(std::string_view text);

// What is expected of a cell of this column, for messages. `type` is the enum's, where it is one.
std::string Expectation(const Column& column, std::string_view county,
                        const google::protobuf::EnumDescriptor* type);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_CELL_VALUES_H_
