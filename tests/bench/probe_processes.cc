// How much memory the processes took, how much disk their data, and how soon they serve again.
#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/common/sql/sqlite_connection.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {
namespace {

constexpr const char* kServices[] = {"households", "projects", "reporting"};

// Bytes of all files of a directory.
double DirectoryBytes(const std::string& directory) {
  double bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    if (file.is_regular_file()) bytes += static_cast<double>(file.file_size());
  }
  return bytes;
}

// Bytes of each table and index, largest first. By their pages: dbstat sums bytes up in 32 bits.
absl::StatusOr<std::vector<std::pair<std::string, double>>> TableBytes(const std::string& path) {
  auto connection = sql::OpenSqlite(path, sql::Access::kReadOnly);
  if (!connection.ok()) return connection.status();
  auto query = (*connection)
                   ->Prepare(
                       "SELECT name, pageno * page_size FROM dbstat, pragma_page_size "
                       "WHERE aggregate=1 ORDER BY pageno DESC");
  if (!query.ok()) return query.status();
  std::vector<std::pair<std::string, double>> tables;
  while (true) {
    const absl::StatusOr<bool> row = query->Step();
    if (!row.ok()) return row.status();
    if (!*row) return tables;
    tables.emplace_back(query->Text(0), static_cast<double>(query->Int64(1)));
  }
}

// Bytes per household of the records as they were sent: of the smallest county.
double RecordBytes(const World& world) {
  const County& county = *std::min_element(
      world.counties().begin(), world.counties().end(),
      [](const County& left, const County& right) { return left.households < right.households; });
  double bytes = 0;
  const auto add = [&bytes](const auto& batch) {
    bytes += static_cast<double>(batch.ByteSizeLong());
  };
  world.MakeRegister(county, add);
  world.MakeWork(county, add);
  return bytes / static_cast<double>(county.households);
}

absl::Status AddBytes(const Site& site, Results& results) {
  constexpr double kWorthALine = .01;  // of all bytes
  const auto households = static_cast<double>(site.world.plan().households);
  const double record_bytes = RecordBytes(site.world);
  const auto line = [&](std::string name, double bytes) {
    Result result = LineOf(site, std::move(name), "bytes");
    result.value = bytes / households;
    result.baseline = record_bytes;
    result.against =
        "a household's records, three ledger entries among them, as the import's "
        "messages (of the smallest county)";
    result.method =
        "per household: files of the data directories after the processes have ended, "
        "and of them pages of each table (dbstat)";
    return result;
  };
  double all = 0;
  Results of_services, of_tables;
  for (const std::string service : kServices) {
    const std::string directory = site.suite.processes().DataOf(service);
    const double bytes = DirectoryBytes(directory);
    all += bytes;
    of_services.push_back(line("bytes_" + service, bytes));
    const auto tables = TableBytes(absl::StrCat(directory, "/", service, ".db"));
    if (!tables.ok()) return tables.status();
    for (const auto& [table, table_bytes] : *tables) {
      of_tables.push_back(line(absl::StrCat("bytes_", service, ".", table), table_bytes));
    }
  }
  results.push_back(line("bytes_per_household", all));
  std::move(of_services.begin(), of_services.end(), std::back_inserter(results));
  for (Result& table : of_tables) {
    if (*table.value * households >= kWorthALine * all) results.push_back(std::move(table));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ProbeMemory(const Site& site, const std::map<std::string, long>& idle_kib,
                         Results& results) {
  const absl::StatusOr<std::map<std::string, long>> peaks =
      site.suite.processes().PeakResidentKib();
  if (!peaks.ok()) return peaks.status();
  Results of_processes;
  for (const auto& [name, kib] : *peaks) {
    Result line = LineOf(site, "memory_" + name, "MiB");
    line.value = static_cast<double>(kib) / 1024;
    line.baseline = static_cast<double>(idle_kib.at(name)) / 1024;
    line.against = "the same process before the import, without a record";
    line.method =
        "most resident memory (VmHWM) from its start until everything was imported and applied";
    of_processes.push_back(std::move(line));
  }
  Result most = *std::max_element(
      of_processes.begin(), of_processes.end(),
      [](const Result& left, const Result& right) { return *left.value < *right.value; });
  most.note = most.name.substr(std::string("memory_").size()) + ", the largest of the four";
  most.name = "memory_max";
  results.push_back(std::move(most));
  std::move(of_processes.begin(), of_processes.end(), std::back_inserter(results));
  return absl::OkStatus();
}

absl::Status ProbeRestart(const Site& site, Results& results) {
  site.plan.progress("bytes on disk, and starting again");
  const std::map<std::string, double> when_empty = site.suite.processes().first_start_s();
  site.suite.processes().Stop();
  if (absl::Status status = AddBytes(site, results); !status.ok()) return status;
  const auto seconds = site.suite.StartAgain();
  if (!seconds.ok()) return seconds.status();
  Results of_processes;
  for (const auto& [name, taken] : *seconds) {
    Result line = LineOf(site, "start_" + name, "s");
    line.value = taken;
    line.baseline = when_empty.at(name);
    line.against = "its first start, without a record";
    line.method =
        "once: from exec until health says SERVING, a moment after it was ended: what it reads of "
        "its files is still in the system's cache";
    of_processes.push_back(std::move(line));
  }
  Result slowest = *std::max_element(
      of_processes.begin(), of_processes.end(),
      [](const Result& left, const Result& right) { return *left.value < *right.value; });
  slowest.note = slowest.name.substr(std::string("start_").size()) + ", the slowest of the four";
  slowest.name = "start_s";
  results.push_back(std::move(slowest));
  std::move(of_processes.begin(), of_processes.end(), std::back_inserter(results));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
