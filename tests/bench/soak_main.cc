// bangfu_soak: hours of mixed traffic against the real processes. Fails if any call failed, a
// journal does not verify at the end, or a process's memory goes on growing.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include <CLI/CLI.hpp>

#include "tests/bench/filled_suite.h"
#include "tests/bench/memory_trend.h"
#include "tests/bench/soak_traffic.h"

namespace {

using bangfu::bench::Deed;
using bangfu::bench::FilledSuite;
using bangfu::bench::MemorySample;
using bangfu::bench::SoakTraffic;
using bangfu::bench::World;

struct Flags {
  double minutes = 60;
  int64_t households = 20'000;
  int64_t import_rate = 500;
  int sample_s = 5;
  std::string samples = "soak.csv";
};

// Memory by process.
using Memory = std::map<std::string, std::vector<MemorySample>>;

// Writes a line of samples every few seconds, to a file and for people.
class Sampler {
 public:
  Sampler(const std::string& path, FilledSuite& suite, const SoakTraffic& traffic)
      : file_(path), suite_(suite), traffic_(traffic), begin_(absl::Now()) {
    file_ << "time_s,process,resident_mib";
    for (const char* deed : bangfu::bench::kDeedNames) file_ << "," << deed;
    file_ << ",failures\n";
  }

  absl::Status Take() {
    const auto sizes = suite_.processes().ResidentKib();
    if (!sizes.ok()) return sizes.status();
    const double time_s = absl::ToDoubleSeconds(absl::Now() - begin_);
    std::string deeds;
    for (size_t i = 0; i < bangfu::bench::kDeedNames.size(); ++i) {
      absl::StrAppendFormat(&deeds, ",%d", traffic_.Done(static_cast<Deed>(i)));
    }
    std::string line = absl::StrFormat("%7.0f s", time_s);
    for (const auto& [name, kib] : *sizes) {
      const double mib = static_cast<double>(kib) / 1024;
      memory_[name].push_back({time_s, mib});
      file_ << absl::StrFormat("%.1f,%s,%.2f%s,%d\n", time_s, name, mib, deeds,
                               traffic_.failures());
      absl::StrAppendFormat(&line, "  %s %.0f MiB", name, mib);
    }
    std::cerr << line << "  done" << deeds << "  failed " << traffic_.failures() << std::endl;
    file_.flush();
    return absl::OkStatus();
  }

  const Memory& memory() const { return memory_; }

 private:
  std::ofstream file_;
  FilledSuite& suite_;
  const SoakTraffic& traffic_;
  const absl::Time begin_;
  Memory memory_;
};

// Whether bangfuctl verifies every journal of the world's counties.
bool VerifyJournals(const World& world, FilledSuite& suite, const std::string& directory) {
  std::vector<std::string> partitions = {"000000"};
  for (const auto& county : world.counties()) partitions.push_back(county.code);
  bool good = true;
  for (const std::string& partition : partitions) {
    const std::string output = directory + "/verify.txt";
    const auto code =
        bangfu::bench::RunToEnd({bangfu::bench::ProgramDirectory() + "/bangfuctl", "--gateway",
                                 suite.processes().gateway(), "journal", "verify", partition},
                                output);
    const bool verified = code.ok() && *code == 0;
    std::cout << "journals of " << partition << (verified ? ": verified" : ": NOT VERIFIED")
              << "\n";
    if (!verified) std::cout << std::ifstream(output).rdbuf();
    good = good && verified;
  }
  return good;
}

bool AllFlat(const Memory& memory) {
  bool flat = true;
  for (const auto& [name, samples] : memory) {
    const bangfu::bench::MemoryTrend trend = TrendOf(samples);
    std::cout << absl::StrFormat("memory of %s: %.1f MiB on average, rose by %.1f MiB: %s\n", name,
                                 trend.mean_mib, trend.rise_mib, trend.flat ? "flat" : "NOT FLAT");
    flat = flat && trend.flat;
  }
  std::cout << "(the rule: " << bangfu::bench::kFlatRule << ")\n";
  return flat;
}

absl::StatusOr<bool> Soak(const Flags& flags) {
  const World world({.households = flags.households, .counties = 5, .projects = 20});
  std::cerr << "importing " << flags.households << " households" << std::endl;
  auto suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  SoakTraffic traffic(world, (*suite)->channel(), (*suite)->processes().gateway(),
                      flags.import_rate);
  Sampler sampler(flags.samples, **suite, traffic);
  const absl::Time end = absl::Now() + absl::Minutes(flags.minutes);
  while (absl::Now() < end && traffic.failures() == 0) {
    if (absl::Status status = sampler.Take(); !status.ok()) return status;
    traffic.AwaitFailure(std::min(absl::Seconds(flags.sample_s), end - absl::Now()));
  }
  traffic.Stop();
  if (absl::Status status = sampler.Take(); !status.ok()) return status;
  const bangfu::bench::TemporaryDirectory directory;
  const bool verified = VerifyJournals(world, **suite, directory.path());
  const bool flat = AllFlat(sampler.memory());
  std::cout << traffic.failures() << " calls failed";
  if (traffic.failures() > 0) std::cout << ", first: " << traffic.first_failure();
  std::cout << "\nsamples: " << flags.samples << "\n";
  return verified && flat && traffic.failures() == 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Soaks Bangfu in mixed traffic: imports, edits, sheets, explanations.");
  app.footer("Example: tests/bench/soak --minutes 60 --samples build/soak.csv");
  Flags flags;
  app.add_option("--minutes", flags.minutes, "how long")->capture_default_str();
  app.add_option("--households", flags.households, "to begin with")->capture_default_str();
  app.add_option("--import-rate", flags.import_rate, "ledger entries imported a second")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--sample-s", flags.sample_s, "seconds between samples")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  app.add_option("--samples", flags.samples, "file of the samples, CSV")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::StatusOr<bool> good = Soak(flags);
  if (!good.ok()) {
    std::cerr << "bangfu_soak: " << good.status() << std::endl;
    return 1;
  }
  std::cout << (*good ? "soaked well" : "FAILED") << std::endl;
  return *good ? 0 : 1;
}
