#include "services/common/sql/claim_schema.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "services/common/status/errors.h"
#include "services/common/text/absl_view.h"

namespace bangfu::sql {
namespace {

absl::Status OfAnotherService(const Connection& connection, const std::string& what) {
  return Error(absl::StatusCode::kFailedPrecondition, "DATABASE_OF_ANOTHER_SERVICE",
               connection.name() + ": the database is " + what);
}

// Those that stand when all of these have been applied.
std::set<std::string> TablesOf(std::span<const Migration> migrations) {
  std::set<std::string> tables;
  for (const Migration& migration : migrations) {
    for (absl::string_view line : absl::StrSplit(text::AbslView(migration.sql), '\n')) {
      const auto name = [&line] { return std::string(line.substr(0, line.find_first_of(" (;"))); };
      if (absl::ConsumePrefix(&line, "CREATE TABLE ")) tables.insert(name());
      if (absl::ConsumePrefix(&line, "DROP TABLE ")) tables.erase(name());
    }
  }
  return tables;
}

absl::StatusOr<bool> HasTable(Connection& connection, const std::string& table) {
  const absl::StatusOr<Statement> query = connection.Prepare("SELECT 1 FROM " + table);
  if (query.ok()) return true;
  if (absl::IsInternal(query.status())) return false;
  return query.status();
}

absl::Status CheckTables(Connection& connection, std::string_view service,
                         std::span<const Migration> migrations) {
  const absl::StatusOr<int64_t> version = connection.SchemaVersion();
  if (!version.ok()) return version.status();
  const auto applied = std::min(static_cast<size_t>(*version), migrations.size());
  for (const std::string& table : TablesOf(migrations.first(applied))) {
    const absl::StatusOr<bool> has = HasTable(connection, table);
    if (!has.ok()) return has.status();
    if (!*has) {
      return OfAnotherService(
          connection, absl::StrCat("not that of ", text::AbslView(service),
                                   ": it has schema version ", *version, ", but no table ", table));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ClaimSchema(Connection& connection, std::string_view service,
                         std::span<const Migration> migrations) {
  const absl::StatusOr<std::string> found = connection.SchemaService();
  if (!found.ok()) return found.status();
  if (*found == service) return absl::OkStatus();
  if (!found->empty()) {
    return OfAnotherService(connection,
                            absl::StrCat("that of ", *found, ", not of ", text::AbslView(service)));
  }
  absl::Status ours = CheckTables(connection, service, migrations);
  if (!ours.ok()) return ours;
  return ChangeSchema(connection, [&] { return connection.SetSchemaService(service); });
}

}  // namespace bangfu::sql
