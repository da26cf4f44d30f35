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

// Bytes of each table and index, largest first.
absl::StatusOr<std::vector<std::pair<std::string, double>>> TableBytes(const std::string& path) {
  auto connection = sql::OpenSqlite(path, sql::Access::kReadOnly);
  if (!connection.ok()) return connection.status();
  auto query = (*connection)
                   ->Prepare(
                       "SELECT name, pgsize FROM dbstat WHERE aggregate=1 "
                       "ORDER BY pgsize DESC");
  if (!query.ok()) return query.status();
  std::vector<std::pair<std::string, double>> tables;
  while (true) {
    const absl::StatusOr<bool> row = query->Step();
    if (!row.ok()) return row.status();
    if (!*row) return tables;
    tables.emplace_back(query->Text(0), static_cast<double>(query->Int64(1)));
  }
}

absl::Status AddBytes(const Site& site, Results& results) {
  constexpr double kWorthALine = .01;  // of all bytes
  const auto households = static_cast<double>(site.world.plan().households);
  const auto line = [&](std::string name, double bytes) {
    Result result = LineOf(site, std::move(name), "bytes");
    result.value = bytes / households;
    result.method = "files of the data directories after the processes have ended; dbstat";
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

absl::Status ProbeMemory(const Site& site, Results& results) {
  const absl::StatusOr<std::map<std::string, long>> peaks =
      site.suite.processes().PeakResidentKib();
  if (!peaks.ok()) return peaks.status();
  double most = 0;
  Results of_processes;
  for (const auto& [name, kib] : *peaks) {
    Result line = LineOf(site, "memory_" + name, "MiB");
    line.value = static_cast<double>(kib) / 1024;
    line.method = "most resident memory from the start to the end of the import (VmHWM)";
    most = std::max(most, *line.value);
    of_processes.push_back(std::move(line));
  }
  Result line = of_processes.front();
  line.name = "memory_max";
  line.value = most;
  results.push_back(std::move(line));
  std::move(of_processes.begin(), of_processes.end(), std::back_inserter(results));
  return absl::OkStatus();
}

absl::Status ProbeRestart(const Site& site, Results& results) {
  site.plan.progress("bytes on disk, and starting again");
  site.suite.processes().Stop();
  if (absl::Status status = AddBytes(site, results); !status.ok()) return status;
  const auto seconds = site.suite.StartAgain();
  if (!seconds.ok()) return seconds.status();
  double most = 0;
  for (const auto& [name, taken] : *seconds) most = std::max(most, taken);
  Result line = LineOf(site, "start_s", "s");
  line.value = most;
  line.method = "once, the slowest of the four: from exec until health says SERVING";
  results.push_back(std::move(line));
  for (const auto& [name, taken] : *seconds) {
    Result one = results.back();
    one.name = "start_" + name;
    one.value = taken;
    results.push_back(std::move(one));
  }
  return absl::OkStatus();
}

}  // namespace bangfu::bench
