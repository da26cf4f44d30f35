// Where two records of one name differ, in the columns of their file.
#ifndef BANGFU_GATEWAY_CLI_RECORD_DIFFERENCE_H_
#define BANGFU_GATEWAY_CLI_RECORD_DIFFERENCE_H_

#include <string>

#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// "another kind and amount_yuan": what `record`, of a row of the file, says differently from the
// one that stands there. Personal columns are not compared, for they come masked; when only those
// are left, it says so.
std::string DifferenceText(const FileSpec& spec, const google::protobuf::Message& record,
                           const google::protobuf::Message& standing);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RECORD_DIFFERENCE_H_
