// Stands for measure_postgres.cc where there is no libpq to build it with.
#include "tests/bench/postgres_rows.h"

namespace bangfu::bench {

absl::StatusOr<Results> MeasurePostgres(const Plan&) {
  return PostgresNotMeasured("this program was built without libpq (libpq-dev)");
}

}  // namespace bangfu::bench
