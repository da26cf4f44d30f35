// bangfu-projects: programmes and what is done in them, and their journal.
#include <string>

#include <CLI/CLI.hpp>

#include "services/common/server/process.h"
#include "services/projects/projects_server.h"

int main(int argc, char** argv) {
  using namespace bangfu;
  CLI::App app(
      "Keeps programmes, projects, participations, ledger, postings, facilities and attestations.",
      "bangfu-projects");
  server::ProcessOptions options;
  std::string households = "127.0.0.1:50051";
  server::AddProcessFlags(app, options, "127.0.0.1:50052", /*has_data=*/true);
  app.add_option("--households", households,
                 "host:port of bangfu-households, or of its copies, by comma; loopback only")
      ->envname("BANGFU_HOUSEHOLDS")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  if (const int code = server::ParseFlags(app, argc, argv); code >= 0) return code;
  server::Admission admission({.calls_in_flight_max = options.calls_in_flight_max});
  return server::Run(options, admission,
                     [&] { return projects::MakeProjectsServer(options, households, admission); });
}
