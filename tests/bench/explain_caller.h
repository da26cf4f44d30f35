// Asks for explanations of the synthetic programme's figures, and checks the proof of every entry
// as bangfuctl does.
#ifndef BANGFU_TESTS_BENCH_EXPLAIN_CALLER_H_
#define BANGFU_TESTS_BENCH_EXPLAIN_CALLER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"
#include "gateway/cli/entry_proofs.h"
#include "gateway/cli/gateway_client.h"

namespace bangfu::bench {

// How far an explanation was walked through.
struct ExplainWalk {
  std::string page_token;  // of the next page; empty: the first
  cli::Heads heads;        // that all pages are of
};

class ExplainCaller {
 public:
  explicit ExplainCaller(const std::string& gateway);

  struct Times {
    double page_ms;  // of the page alone
    double all_ms;   // with its proofs
  };

  // The walk's next page of 100 entries of the figure, and the proof of each. After the last page
  // it begins again. DATA_LOSS when an entry is not proven.
  absl::StatusOr<Times> Ask(const std::string& figure, ExplainWalk& walk) const;

 private:
  absl::Status Prove(const reporting::v1::ExplainFigureResponse& page,
                     const cli::Heads& heads) const;

  const cli::GatewayClient client_;
  const std::unique_ptr<reporting::v1::ReportingService::Stub> stub_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_EXPLAIN_CALLER_H_
