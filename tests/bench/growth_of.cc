// How each line grows with the size of the register, as data. A line that is not here was measured
// at several sizes itself.
#include <algorithm>
#include <iterator>
#include <string_view>

#include "tests/bench/result.h"

namespace bangfu::bench {
namespace {

constexpr std::string_view kImport =
    "of everything, through the gateway, while reporting follows: it was done at each size";
constexpr std::string_view kIntoWhatIsThere =
    "at each size an import of the same kind into what was imported";
constexpr std::string_view kSheets = "of the sheet of 30 figures over 5 counties and 100 projects";
constexpr std::string_view kCounties =
    "grows with the counties, and there is one size of those; sheet_moved_p50 says how a sheet "
    "grows with the households";

constexpr std::string_view kIsGrowth =
    "is one itself, from the first size; its ratio at each size is in brackets below";
constexpr std::string_view kWaits = "seen while two import, at one size";

struct Line {
  std::string_view name;
  std::string_view like;
  std::string_view why;
};

constexpr Line kLines[] = {
    {"import_sqlite", "import_sqlite", kIntoWhatIsThere},
    {"import_sqlite_rate", "import_sqlite", kIntoWhatIsThere},
    {"import_sqlite_vs_bare", "import_sqlite", kIntoWhatIsThere},
    {"import_sqlite_followed", "import_rate", kImport},
    {"import_households", "import_rate", kImport},
    {"import_households_vs_bare", "import_rate", kImport},
    {"reporting_lag", "import_lag", kImport},
    {"project_rate", "import_applied_rate",
     "of the import of everything: until reporting had applied it"},
    {"single_write_sqlite", "single_write_gateway", "through the gateway into what was imported"},
    {"single_write_gateway", "single_write_gateway", "into what was imported"},
    {"sheet_cached_1", "sheet_cached_64", kSheets},
    {"sheet_cached_16", "sheet_cached_64", kSheets},
    {"sheet_cached_64", "sheet_cached_64", kSheets},
    {"sheet_cached_p50", "sheet_cached_p50", kSheets},
    {"sheet_cached_p99", "sheet_cached_p50", kSheets},
    {"sheet_cached_p50_16", "sheet_cached_p50", kSheets},
    {"sheet_cached_p99_16", "sheet_cached_p50", kSheets},
    {"sheet_cached_p50_64", "sheet_cached_p50", kSheets},
    {"sheet_cached_p99_64", "sheet_cached_p50", kSheets},
    {"sheet_growth", "", kIsGrowth},
    {"sheet_growth_after_import", "", kIsGrowth},
    {"sheet_national", "", kCounties},
    {"sheet_national_sqlite", "", kCounties},
    {"sheet_national_sqlite_cached", "", kCounties},
    {"import_postgres", "import_rate_postgres", kImport},
    {"import_postgres_vs_grouped", "import_rate_postgres", kImport},
    {"import_postgres_followed", "import_rate_postgres", kImport},
    {"import_two_counties", "import_rate_postgres", kImport},
    {"import_two_counties_lock_waits", "", "none: it must be 0"},
    {"import_two_counties_file_waits", "", kWaits},
    {"import_two_counties_notify_waits", "", kWaits},
};

}  // namespace

Growth GrowthOf(const std::string& name) {
  const auto found = std::find_if(std::begin(kLines), std::end(kLines),
                                  [&name](const Line& line) { return line.name == name; });
  if (found == std::end(kLines)) return {name, ""};
  return {std::string(found->like), std::string(found->why)};
}

}  // namespace bangfu::bench
