// bangfu_bench: measures the suite against bare baselines in the same run, and prints a table.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tests/bench/echo_server.h"
#include "tests/bench/measure.h"
#include "tests/bench/world.h"

namespace {

using bangfu::bench::Plan;
using bangfu::bench::Result;

struct Measure {
  const char* name;  // what --only takes
  absl::StatusOr<std::vector<Result>> (*run)(const Plan& plan);
};

constexpr Measure kMeasures[] = {
    {"import", bangfu::bench::MeasureImport},
    {"sheets", bangfu::bench::MeasureSheets},
    {"growth", bangfu::bench::MeasureGrowth},
};

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const Measure& measure : kMeasures) names.push_back(measure.name);
  return names;
}

Plan MakePlan(bool quick) {
  Plan plan;
  plan.import_entries = quick ? 100'000 : 1'000'000;
  plan.import_households = quick ? 30'000 : 300'000;
  plan.load = quick ? absl::Seconds(1) : absl::Seconds(10);
  plan.growth_households = quick ? 70 : bangfu::bench::kSampleHouseholds;
  plan.growth = quick ? std::vector<int64_t>{1000} : std::vector<int64_t>{10, 100, 1000};
  plan.progress = [](const std::string& what) { std::cerr << "# " << what << std::endl; };
  return plan;
}

int MeasureAll(bool quick, const std::vector<std::string>& only, bool json) {
  const Plan plan = MakePlan(quick);
  std::vector<Result> results;
  for (const Measure& measure : kMeasures) {
    if (std::find(only.begin(), only.end(), measure.name) == only.end()) continue;
    absl::StatusOr<std::vector<Result>> measured = measure.run(plan);
    if (!measured.ok()) {
      std::cerr << "bangfu_bench: " << measured.status() << std::endl;
      return 1;
    }
    results.insert(results.end(), measured->begin(), measured->end());
  }
  std::cout << (json ? RenderJson(results) : RenderTable(results));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures Bangfu against bare baselines in the same run.");
  bool quick = false;
  bool echo_server = false;
  std::vector<std::string> only = Names();
  std::string output = "table";
  std::string port_file;
  app.add_flag("--quick", quick, "smaller sizes, done within 50 s");
  app.add_option("--only", only, "these measurements alone")
      ->delimiter(',')
      ->check(CLI::IsMember(Names()))
      ->capture_default_str();
  app.add_option("-o,--output", output, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  app.add_flag("--echo-server", echo_server, "be the echo server")->group("");
  app.add_option("--port-file", port_file)->group("");
  CLI11_PARSE(app, argc, argv);
  if (echo_server) return bangfu::bench::RunEchoServer(port_file);
  return MeasureAll(quick, only, output == "json");
}
