#include <iostream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "services/common/server/process.h"

namespace bangfu::server {
namespace {

constexpr int kCallsInFlightLimit = 100'000;
constexpr int kDrainTimeoutLimitS = 3600;
constexpr int kGoOn = -1;

void AddPlaces(CLI::App& app, ProcessOptions& options, bool has_data) {
  app.add_option("--address", options.address,
                 "host:port to listen on, loopback only; port 0 takes a free one")
      ->envname("BANGFU_ADDRESS")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  if (has_data) {
    CLI::Option_group* const data = app.add_option_group("Storage");
    data->add_option("--data", options.data_dir, "directory of the data; created when absent")
        ->envname("BANGFU_DATA")
        ->type_name("DIR");
    data->add_option("--database", options.database,
                     "PostgreSQL database that keeps the records, instead of SQLite in DIR: "
                     "postgresql://user@127.0.0.1:5432/name")
        ->envname("BANGFU_DATABASE")
        ->type_name("URL");
    data->require_option(1, 2);
  }
  app.add_option("--port-file", options.port_file,
                 "where to write host:port once listening; removed at the end")
      ->envname("BANGFU_PORT_FILE")
      ->type_name("FILE");
}

void AddLimits(CLI::App& app, ProcessOptions& options) {
  app.add_option("--calls-in-flight-max", options.calls_in_flight_max,
                 "calls under way at once; one more is refused. Not counted: streams that follow "
                 "a journal or watch its heads, and at the gateway all streams of entries")
      ->envname("BANGFU_CALLS_IN_FLIGHT_MAX")
      ->check(CLI::Range(1, kCallsInFlightLimit))
      ->capture_default_str();
  app.add_option_function<int>(
         "--drain-timeout-s",
         [&options](int seconds) { options.drain_timeout = absl::Seconds(seconds); },
         "seconds that calls have to finish in after SIGTERM")
      ->envname("BANGFU_DRAIN_TIMEOUT_S")
      ->check(CLI::Range(0, kDrainTimeoutLimitS))
      ->default_str(std::to_string(absl::ToInt64Seconds(options.drain_timeout)));
}

void AddWatching(CLI::App& app, ProcessOptions& options) {
  app.add_option("--log-level", options.log_level, "how much to log on stderr")
      ->envname("BANGFU_LOG_LEVEL")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
  app.add_flag("--channelz", options.channelz, "serve gRPC's channelz, for debugging")
      ->envname("BANGFU_CHANNELZ");
  app.add_option("--reproducible-seed", options.reproducible_seed,
                 "for demos and tests with synthetic records only: fixed clock, keys derived from "
                 "this text")
      ->envname("BANGFU_REPRODUCIBLE_SEED")
      ->type_name("TEXT");
}

}  // namespace

void AddProcessFlags(CLI::App& app, ProcessOptions& options, std::string_view default_address,
                     bool has_data) {
  options.address = std::string(default_address);
  app.set_version_flag("--version", std::string(Version()));
  AddPlaces(app, options, has_data);
  AddLimits(app, options);
  AddWatching(app, options);
  const std::string data = has_data ? " --data /var/lib/bangfu/" + app.get_name() : "";
  app.footer("Example:\n  " + app.get_name() + " --address " + options.address + data);
}

int ParseFlags(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return kGoOn;
  } catch (const CLI::Success& help_or_version) {
    app.exit(help_or_version);
    return kExitOk;
  } catch (const CLI::ParseError& error) {
    std::cerr << app.get_name() << ": " << error.what() << " (--help tells more)\n";
    return kExitUsage;
  }
}

}  // namespace bangfu::server
