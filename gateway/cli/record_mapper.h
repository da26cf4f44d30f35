// Makes records of CSV rows, as the tables of record_spec.h say. Checks what the text itself tells;
// everything else is for the service to say.
#ifndef BANGFU_GATEWAY_CLI_RECORD_MAPPER_H_
#define BANGFU_GATEWAY_CLI_RECORD_MAPPER_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// What is wrong with one cell.
struct CellProblem {
  int column;           // in the spec
  std::string message;  // "found X, expected Y"; no personal value in it
};

class RecordMapper {
 public:
  // `spec` is one of FileSpecs().
  explicit RecordMapper(const FileSpec& spec);

  // Fills `record`, an empty Record of the spec's service, from the cells, which stand in the order
  // of the spec's columns. Appends what is wrong; false when something is.
  bool Map(std::span<const std::string_view> cells, google::protobuf::Message& record,
           std::vector<CellProblem>& problems);

  // Of the row mapped last: its partition ("510524" or "000000"; empty when its cell is wrong) and
  // the record's name (empty when a part of it is wrong).
  std::string_view county() const { return county_; }
  const std::string& name() const { return name_; }

  // The record's serialised bytes without its personal fields, appended to `bytes`: what a
  // request_id may be made of.
  void AppendPublicBytes(const google::protobuf::Message& record, std::string& bytes) const;

  const FileSpec& spec() const { return spec_; }

 private:
  // A name in pieces: text, then the part that a column holds (-1: none).
  struct Piece {
    std::string text;
    int column;
  };
  using Pattern = std::vector<Piece>;

  // A column and where its value goes.
  struct Binding {
    std::vector<const google::protobuf::FieldDescriptor*> path;  // from the record's own message
    Pattern pattern;
    const google::protobuf::EnumDescriptor* type = nullptr;
  };

  Pattern Compile(std::string_view text) const;
  Binding Bind(const Column& column, const google::protobuf::Descriptor& type) const;
  // The name, or empty when one of its parts is wrong.
  std::string Fill(const Pattern& pattern, std::span<const std::string_view> cells) const;
  void CheckParts(std::span<const std::string_view> cells, std::vector<CellProblem>& problems);
  bool SetCell(size_t column, std::span<const std::string_view> cells,
               google::protobuf::Message& message);
  bool SetValue(size_t column, std::string_view cell, google::protobuf::Message& owner);
  bool SetList(size_t column, std::string_view cell, google::protobuf::Message& owner);
  // `cell` as a message may show it.
  std::string Show(size_t column, std::string_view cell) const;
  CellProblem Problem(size_t column, std::string_view cell) const;

  const FileSpec& spec_;
  const bool has_personal_;
  const google::protobuf::FieldDescriptor* record_field_;  // in Record's oneof
  const google::protobuf::FieldDescriptor* name_field_;    // in that one's message
  Pattern name_pattern_;
  std::vector<Binding> bindings_;  // one for each column
  int county_column_;
  int household_column_;
  std::vector<bool> good_parts_;  // of the row being mapped
  std::string county_;
  std::string name_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RECORD_MAPPER_H_
