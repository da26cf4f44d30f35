// bangfu-gateway: the one public door to the three services.
#include <CLI/CLI.hpp>

#include "gateway/forwarding_service.h"
#include "gateway/gateway_server.h"
#include "services/common/server/process.h"
#include "services/common/time/clock.h"

namespace {

constexpr int kSheetCacheLimitMib = 1024 * 1024;

void AddBackendFlags(CLI::App& app, bangfu::gateway::BackendAddresses& addresses) {
  const auto add = [&app](const char* flag, const char* variable, std::string& address,
                          const char* what) {
    app.add_option(flag, address, what)
        ->envname(variable)
        ->type_name("HOST:PORT")
        ->capture_default_str();
  };
  add("--households", "BANGFU_HOUSEHOLDS", addresses.households,
      "where households listens, or its copies, by comma");
  add("--projects", "BANGFU_PROJECTS", addresses.projects,
      "where projects listens, or its copies, by comma");
  add("--reporting", "BANGFU_REPORTING", addresses.reporting,
      "where reporting listens, or its copies, by comma");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace bangfu;
  CLI::App app("Assembles achievement sheets and forwards all other calls to their services.",
               "bangfu-gateway");
  server::ProcessOptions options;
  gateway::BackendAddresses addresses;
  int sheet_cache_mib = gateway::kSheetCacheMib;
  server::AddProcessFlags(app, options, "127.0.0.1:50050", /*has_data=*/false);
  AddBackendFlags(app, addresses);
  app.add_option("--sheet-cache-mib", sheet_cache_mib,
                 "memory for sheets that are kept while no head moves; 0 keeps none")
      ->envname("BANGFU_SHEET_CACHE_MIB")
      ->check(CLI::Range(0, kSheetCacheLimitMib))
      ->capture_default_str();
  if (const int code = server::ParseFlags(app, argc, argv); code >= 0) return code;
  server::Admission admission({.calls_in_flight_max = options.calls_in_flight_max,
                               .streams_max = gateway::kGatewayStreamsMax});
  return server::Run(options, admission, [&] {
    return gateway::MakeGatewayServer(
        addresses, admission,
        options.reproducible_seed.empty() ? SystemClock() : ReproducibleClock(), sheet_cache_mib);
  });
}
