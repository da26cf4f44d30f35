// bangfu-reporting: follows the journals and computes figures that explain themselves.
#include <CLI/CLI.hpp>

#include "services/common/server/process.h"
#include "services/reporting/reporting_server.h"

int main(int argc, char** argv) {
  using namespace bangfu;
  CLI::App app("Follows the journals and computes the figures of achievement sheets.",
               "bangfu-reporting");
  server::ProcessOptions options;
  server::AddProcessFlags(app, options, "127.0.0.1:50053", /*has_data=*/true);
  reporting::ReportingOptions reporting;
  app.add_option("--households", reporting.households,
                 "host:port of the households service, or of its copies, by comma")
      ->envname("BANGFU_HOUSEHOLDS")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option("--projects", reporting.projects,
                 "host:port of the projects service, or of its copies, by comma")
      ->envname("BANGFU_PROJECTS")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option("--definitions", reporting.definitions,
                 "directory of the indicator catalogue and the sheet templates; by default "
                 "`definitions` beside the executable")
      ->envname("BANGFU_DEFINITIONS")
      ->type_name("DIR");
  if (const int code = server::ParseFlags(app, argc, argv); code >= 0) return code;
  server::Admission admission({.calls_in_flight_max = options.calls_in_flight_max});
  return server::Run(options, admission,
                     [&] { return reporting::MakeReportingServer(options, reporting, admission); });
}
