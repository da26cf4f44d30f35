// Imports over a service's stream, as a client that waits for nothing in between.
#ifndef BANGFU_TESTS_SERVICES_COMMON_RECORDS_IMPORT_ALL_H_
#define BANGFU_TESTS_SERVICES_COMMON_RECORDS_IMPORT_ALL_H_

#include <vector>

#include "absl/status/status.h"
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/journal/v1/write.pb.h"
#include "services/common/server/grpc_status.h"

namespace bangfu::records {

// Sends all the batches and returns the answers; where `end` is given, how the stream ended.
template <typename Response, typename Stub, typename Request>
std::vector<journal::v1::BatchResult> ImportAll(Stub& stub, grpc::ClientContext& context,
                                                const std::vector<Request>& batches,
                                                absl::Status* end) {
  const auto stream = stub.ImportRecords(&context);
  for (const Request& batch : batches) stream->Write(batch);
  stream->WritesDone();
  std::vector<journal::v1::BatchResult> results;
  Response response;
  while (stream->Read(&response)) results.push_back(response.result());
  const absl::Status status = server::FromGrpcStatus(stream->Finish());
  if (end != nullptr) {
    *end = status;
  } else {
    EXPECT_TRUE(status.ok()) << status;
  }
  return results;
}

}  // namespace bangfu::records

#endif  // BANGFU_TESTS_SERVICES_COMMON_RECORDS_IMPORT_ALL_H_
