// A process that process_test.cc starts: a stand-in service whose calls never end by themselves.
// --fail makes the start fail with that reason.
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/server/call_runner.h"
#include "services/common/server/process.h"
#include "services/common/status/errors.h"

namespace bangfu::server {
namespace {

class EndlessServices final : public ServiceSet {
 public:
  explicit EndlessServices(Admission& admission) : journal_(admission) {}
  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&journal_); }

 private:
  class Journal final : public journal::v1::JournalService::CallbackService {
   public:
    explicit Journal(Admission& admission) : runner_(admission, nullptr) {}
    grpc::ServerUnaryReactor* ListTreeHeads(grpc::CallbackServerContext* context,
                                            const journal::v1::ListTreeHeadsRequest*,
                                            journal::v1::ListTreeHeadsResponse*) override {
      return runner_.Async(context, [this](const sql::CancellationPtr&, FinishCall finish) {
        held_ = std::move(finish);
        spdlog::info("a call is held");
      });
    }

   private:
    CallRunner runner_;
    FinishCall held_;
  };

  Journal journal_;
};

int Main(int argc, char** argv) {
  CLI::App app("Serves a stand-in.", "bangfu_test_server");
  ProcessOptions options;
  std::string fail;
  AddProcessFlags(app, options, "127.0.0.1:0", false);
  app.add_option("--fail", fail);
  if (const int code = ParseFlags(app, argc, argv); code >= 0) return code;
  Admission admission({.calls_in_flight_max = options.calls_in_flight_max});
  return Run(options, admission, [&]() -> absl::StatusOr<std::unique_ptr<ServiceSet>> {
    if (fail == "THROW") throw std::runtime_error("thrown");
    if (!fail.empty()) return Error(absl::StatusCode::kFailedPrecondition, fail, "as asked");
    return std::make_unique<EndlessServices>(admission);
  });
}

}  // namespace
}  // namespace bangfu::server

int main(int argc, char** argv) { return bangfu::server::Main(argc, argv); }
