#include "services/common/server/logging.h"

#include <memory>
#include <utility>

#include <grpc/support/log.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace bangfu::server {
namespace {

void LogOfGrpc(gpr_log_func_args* line) { spdlog::debug("grpc: {}", line->message); }

}  // namespace

void SetUpLogging(const std::string& level) {
  auto logger =
      std::make_shared<spdlog::logger>("bangfu", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
  gpr_set_log_function(&LogOfGrpc);
}

}  // namespace bangfu::server
