// Stands for soak_storage.cc where there is no libpq to build it with.
#include "tests/bench/soak_storage.h"

namespace bangfu::bench {

absl::StatusOr<SoakStorage> OpenSoakStorage(const std::string& database) {
  if (database.empty()) return SoakStorage{.title = "SQLite", .database = {}};
  return absl::UnimplementedError("this program was built without libpq (libpq-dev)");
}

}  // namespace bangfu::bench
