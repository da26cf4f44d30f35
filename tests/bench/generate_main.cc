// bangfu_generate: a synthetic register of any size, as CSV files or straight into a running suite.
#include <unistd.h>

#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "services/common/net/loopback.h"
#include "services/common/server/client_channel.h"
#include "tests/bench/csv_writer.h"
#include "tests/bench/import_world.h"
#include "tests/bench/world/world.h"

namespace {

using bangfu::bench::County;
using bangfu::bench::World;
using bangfu::bench::WorldPlan;

constexpr char kFooter[] =
    "The records are synthetic: names of villages and persons say so, and identity numbers have\n"
    "sequences that offices do not give out. The same flags give the same bytes, and memory does\n"
    "not grow with the size. A suite must be empty, or hold what the same flags made before.\n"
    "Examples:\n"
    "  tests/bench/generate --households 10000 --counties 5 --projects 20 --out register\n"
    "  tests/bench/generate --households 29500000 --counties 832 --projects 100 \\\n"
    "      --gateway 127.0.0.1:50050";

struct Flags {
  WorldPlan plan;
  std::string out;
  std::string gateway;
};

void ShowProgress(const World& world, const County& county, int64_t records) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  std::cerr << (terminal ? "\r" : "") << "county " << county.number + 1 << " of "
            << world.counties().size() << " (" << county.code << "): " << records
            << " records so far" << (terminal ? "   " : "\n") << std::flush;
  if (terminal && county.number + 1 == world.plan().counties) std::cerr << "\n";
}

absl::Status WriteCsv(const World& world, const std::string& directory) {
  bangfu::bench::CsvFiles files;
  absl::Status status = files.Open(directory);
  if (!status.ok()) return status;
  const auto write = [&files](bangfu::cli::Service service) {
    return [&files, service](const auto& batch) {
      for (const auto& record : batch.records()) files.Add(service, record);
    };
  };
  world.MakeProgramme(write(bangfu::cli::Service::kProjects));
  for (const County& county : world.counties()) {
    world.MakeRegister(county, write(bangfu::cli::Service::kHouseholds));
    world.MakeWork(county, write(bangfu::cli::Service::kProjects));
    ShowProgress(world, county, files.rows());
  }
  return files.Close();
}

absl::Status ImportInto(const World& world, const std::string& gateway) {
  absl::Status allowed = bangfu::net::CheckLoopback(gateway, "connect to");
  if (!allowed.ok()) return allowed;
  return bangfu::bench::ImportWorld(
      world, bangfu::server::MakeChannel(gateway),
      [&world](const County& county, int64_t records) { ShowProgress(world, county, records); });
}

void AddFlags(CLI::App& app, Flags& flags) {
  WorldPlan& plan = flags.plan;
  app.footer(kFooter);
  app.add_option("--households", plan.households, "in all counties together")
      ->capture_default_str();
  app.add_option("--counties", plan.counties, "1 to 832")->capture_default_str();
  app.add_option("--projects", plan.projects, "of the one programme, 2 to 1000")
      ->capture_default_str();
  app.add_option("--ledger-entries-per-household", plan.ledger_entries_per_household)
      ->capture_default_str();
  app.add_option("--seed", plan.seed, "another seed gives other records")->capture_default_str();
  CLI::Option* out = app.add_option("--out", flags.out, "directory for CSV files; made if absent");
  app.add_option("--gateway", flags.gateway, "host:port of a running suite, to import into")
      ->excludes(out);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Makes a synthetic national register with a programme of assistance.");
  Flags flags;
  AddFlags(app, flags);
  CLI11_PARSE(app, argc, argv);
  absl::Status status = bangfu::bench::CheckPlan(flags.plan);
  if (status.ok() && flags.out.empty() && flags.gateway.empty()) {
    status = absl::InvalidArgumentError("neither --out nor --gateway is given");
  }
  if (!status.ok()) {
    std::cerr << "bangfu_generate: " << status.message() << "\n";
    return 2;
  }
  const World world(flags.plan);
  status = flags.out.empty() ? ImportInto(world, flags.gateway) : WriteCsv(world, flags.out);
  if (status.ok()) return 0;
  std::cerr << "bangfu_generate: " << status << "\n";
  return 1;
}
