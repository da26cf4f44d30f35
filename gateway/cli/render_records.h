// Records of any kind as rows: a column for each field. Pure.
#ifndef BANGFU_GATEWAY_CLI_RENDER_RECORDS_H_
#define BANGFU_GATEWAY_CLI_RENDER_RECORDS_H_

#include <string>

#include "gateway/cli/text_table.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// The records of a List response (its one repeated field), as a table or CSV. In a table long texts
// are cut; amounts are in yuan in both.
std::string RenderRecords(const google::protobuf::Message& list_response, Output output);

// The response's next_page_token.
std::string NextPageToken(const google::protobuf::Message& list_response);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RENDER_RECORDS_H_
