// From the path of a field that a service complains of to the column that filled it.
#ifndef BANGFU_GATEWAY_CLI_FIELD_COLUMN_H_
#define BANGFU_GATEWAY_CLI_FIELD_COLUMN_H_

#include <string_view>

#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// The column's index in the spec for a path such as "programme.titles[1].text"; -1 when no column
// fills that field. `record` is the Record complained of: it tells which language an element has.
int ColumnOfField(const FileSpec& spec, std::string_view path,
                  const google::protobuf::Message& record);

// The same for the name's own path, when what is wrong is that `missing`, a parent of the record,
// is not recorded: the column of the parent's id. -1 when `missing` is no parent in the spec's
// names.
int ColumnOfParent(const FileSpec& spec, std::string_view missing);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_FIELD_COLUMN_H_
