// bangfu_soak: hours of mixed traffic against the real processes, on SQLite or on PostgreSQL, of
// each one or several copies. Fails if any call failed, a journal does not verify at the end, or a
// process's memory goes on growing.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include <CLI/CLI.hpp>

#include "tests/bench/filled_suite.h"
#include "tests/bench/soak_record.h"
#include "tests/bench/soak_storage.h"
#include "tests/bench/soak_traffic.h"
#include "tests/bench/world/world.h"

namespace {

using bangfu::bench::Deed;
using bangfu::bench::FilledSuite;
using bangfu::bench::Memory;
using bangfu::bench::SoakRecord;
using bangfu::bench::SoakTraffic;
using bangfu::bench::World;
using bangfu::bench::WorldPlan;

struct Flags {
  double minutes = 60;
  int64_t households = 20'000;
  int64_t import_rate = 500;
  int sample_s = 5;
  std::string samples = "soak.csv";
  std::string database;
  int copies = 1;
  std::string json;
};

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

// Whether bangfuctl verifies the journals of each partition of the world.
std::vector<std::pair<std::string, bool>> VerifyJournals(const World& world, FilledSuite& suite) {
  std::vector<std::string> partitions = {"000000"};
  for (const auto& county : world.counties()) partitions.push_back(county.code);
  const bangfu::bench::TemporaryDirectory directory;
  const std::string output = directory.path() + "/verify.txt";
  std::vector<std::pair<std::string, bool>> journals;
  for (const std::string& partition : partitions) {
    const auto code =
        bangfu::bench::RunToEnd({bangfu::bench::ProgramDirectory() + "/bangfuctl", "--gateway",
                                 suite.processes().gateway(), "journal", "verify", partition},
                                output);
    journals.emplace_back(partition, code.ok() && *code == 0);
    if (!journals.back().second) std::cout << std::ifstream(output).rdbuf();
  }
  return journals;
}

// Mixed traffic for the time, or until a call fails.
absl::StatusOr<SoakRecord> Soak(const Flags& flags, const World& world, FilledSuite& suite) {
  SoakTraffic traffic(world, suite.channel(), suite.processes().gateway(), flags.import_rate);
  Sampler sampler(flags.samples, suite, traffic);
  const absl::Time begin = absl::Now();
  const absl::Time end = begin + absl::Minutes(flags.minutes);
  while (absl::Now() < end && traffic.failures() == 0) {
    if (absl::Status status = sampler.Take(); !status.ok()) return status;
    traffic.AwaitFailure(std::min(absl::Seconds(flags.sample_s), end - absl::Now()));
  }
  traffic.Stop();
  const double minutes = absl::ToDoubleMinutes(absl::Now() - begin);
  if (absl::Status status = sampler.Take(); !status.ok()) return status;
  SoakRecord record{.copies = flags.copies,
                    .minutes = minutes,
                    .households = flags.households,
                    .import_rate = flags.import_rate,
                    .failures = traffic.failures(),
                    .journals = VerifyJournals(world, suite),
                    .memory = sampler.memory()};
  if (record.failures > 0) record.first_failure = std::string(traffic.first_failure().message());
  for (size_t i = 0; i < bangfu::bench::kDeedNames.size(); ++i) {
    record.done.emplace_back(bangfu::bench::kDeedNames[i], traffic.Done(static_cast<Deed>(i)));
  }
  return record;
}

WorldPlan PlanOf(const Flags& flags) {
  return {.households = flags.households, .counties = 5, .projects = 20};
}

absl::Status CheckUsage(const Flags& flags) {
  if (flags.copies > 1 && flags.database.empty()) {
    return absl::InvalidArgumentError("nobody shares a file: --copies wants --database");
  }
  return bangfu::bench::CheckPlan(PlanOf(flags));
}

// Whether it soaked well.
absl::StatusOr<bool> SoakAndTell(const Flags& flags) {
  const auto storage = bangfu::bench::OpenSoakStorage(flags.database);
  if (!storage.ok()) return storage.status();
  const World world(PlanOf(flags));
  std::cerr << "importing " << flags.households << " households, " << storage->title << std::endl;
  auto suite = FilledSuite::Start(world, {.database = storage->database, .copies = flags.copies});
  if (!suite.ok()) return suite.status();
  absl::StatusOr<SoakRecord> record = Soak(flags, world, **suite);
  if (!record.ok()) return record.status();
  record->storage = storage->title;
  Print(*record, std::cout);
  std::cout << "samples: " << flags.samples << "\n";
  if (!flags.json.empty()) std::ofstream(flags.json) << RenderJson(*record);
  return SoakedWell(*record);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Soaks Bangfu in mixed traffic: imports, edits, sheets, explanations.");
  app.footer("Example: tests/bench/soak --minutes 60 --database own --copies 2 --record build");
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
  app.add_option("--database", flags.database,
                 "postgresql://... of a server on which databases bangfu_soak_* are made anew, or "
                 "\"own\" for a server that is started for it; SQLite without");
  app.add_option("--copies", flags.copies, "of every process")
      ->check(CLI::Range(1, 9))
      ->capture_default_str();
  app.add_option("--json", flags.json, "file of the record, for soak_report.py");
  CLI11_PARSE(app, argc, argv);
  if (const absl::Status usage = CheckUsage(flags); !usage.ok()) {
    std::cerr << "bangfu_soak: " << usage.message() << "\n";
    return 2;
  }
  const absl::StatusOr<bool> good = SoakAndTell(flags);
  if (!good.ok()) {
    std::cerr << "bangfu_soak: " << good.status() << std::endl;
    return 1;
  }
  std::cout << (*good ? "soaked well" : "FAILED") << std::endl;
  return *good ? 0 : 1;
}
