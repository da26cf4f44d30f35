// sheet_national_sqlite: one programme in all counties, one sheet. sheet_national is the same on
// PostgreSQL (measure_postgres.cc).
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "tests/bench/definitions.h"
#include "tests/bench/measure.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {

absl::StatusOr<Results> MeasureNational(const Plan& plan) {
  plan.progress(absl::StrCat("a sheet over ", plan.national_counties, " counties: importing"));
  const World world({.households = plan.national_households,
                     .counties = plan.national_counties,
                     .projects = 100,
                     .ledger_entries_per_household = 3,
                     .seed = plan.seed});
  const TemporaryDirectory directory;
  const std::string definitions = directory.path() + "/definitions";
  absl::Status status = WriteDefinitions(definitions);
  if (!status.ok()) return status;
  auto suite = FilledSuite::Start(world, {.definitions = definitions});
  if (!suite.ok()) return suite.status();
  Results results;
  status =
      ProbeSheets({plan, world, **suite}, "sheet_national_sqlite", kAfterTheImport, 0, results);
  if (!status.ok()) return status;
  Result cached = results.front();
  cached.name = "sheet_national_sqlite_cached";
  cached.value = std::exchange(cached.baseline, std::nullopt);
  cached.against = "none: it is that of sheet_national_sqlite";
  cached.method = absl::StrCat("median of ", plan.questions, "; one caller, heads unmoved");
  results.push_back(std::move(cached));
  for (Result& result : results) {
    result.households = 0;
    result.note += result.note.empty() ? "SQLite" : "; SQLite";
  }
  return results;
}

}  // namespace bangfu::bench
