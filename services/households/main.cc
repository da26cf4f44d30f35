// bangfu-households: the register of households, and its journal.
#include <CLI/CLI.hpp>

#include "services/common/server/process.h"
#include "services/households/households_server.h"

int main(int argc, char** argv) {
  using namespace bangfu;
  CLI::App app("Keeps the register of counties, villages, households, persons and cases.",
               "bangfu-households");
  server::ProcessOptions options;
  server::AddProcessFlags(app, options, "127.0.0.1:50051", /*has_data=*/true);
  if (const int code = server::ParseFlags(app, argc, argv); code >= 0) return code;
  server::Admission admission({.calls_in_flight_max = options.calls_in_flight_max});
  return server::Run(options, admission,
                     [&] { return households::MakeHouseholdsServer(options, admission); });
}
