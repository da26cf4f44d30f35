#include "services/households/open_master_key.h"

#include <optional>

#include "services/common/records/rows.h"
#include "services/common/sql/transaction.h"
#include "services/common/status/errors.h"
#include "services/households/key_ring.h"

namespace bangfu::households {
namespace {

// What a database knows of its master key; nothing when it has had none.
struct Traces {
  std::optional<std::string> check_value;
  // Asked for where there is no check value: the database may be older than those.
  std::optional<WrappedKey> wrapped_key;

  bool any() const { return check_value.has_value() || wrapped_key.has_value(); }
};

absl::StatusOr<Traces> FindTraces(sql::Connection& connection) {
  absl::StatusOr<std::optional<std::string>> check_value =
      records::FindRow(connection, "SELECT check_value FROM master_key_check",
                       [](sql::Statement& row) { return std::string(row.Bytes(0)); });
  if (!check_value.ok()) return check_value.status();
  if (check_value->has_value()) return Traces{.check_value = *std::move(check_value)};
  absl::StatusOr<std::optional<WrappedKey>> wrapped_key = FindAnyKey(connection);
  if (!wrapped_key.ok()) return wrapped_key.status();
  return Traces{.wrapped_key = *std::move(wrapped_key)};
}

absl::StatusOr<seal::MasterKey> LoadKnown(const std::string& path) {
  absl::StatusOr<seal::MasterKey> master = seal::MasterKey::Load(path);
  if (!absl::IsNotFound(master.status())) return master;
  return absl::NotFoundError(std::string(master.status().message()) +
                             "; the database has a master key, and every copy needs the same");
}

bool Fits(const seal::MasterKey& master, const Traces& traces) {
  if (traces.check_value) return *traces.check_value == seal::CheckValue(master);
  if (!traces.wrapped_key) return true;
  const WrappedKey& key = *traces.wrapped_key;
  return Unwrap(master, {key.county, key.household}, key.bytes).ok();
}

absl::Status KeepCheckValue(sql::Connection& connection, const seal::MasterKey& master) {
  absl::StatusOr<sql::Transaction> transaction =
      sql::Transaction::Begin(connection, sql::TransactionKind::kWrite);
  if (!transaction.ok()) return transaction.status();
  const std::string value = seal::CheckValue(master);
  const absl::StatusOr<bool> inserted = records::InsertRow(
      connection, "INSERT INTO master_key_check (id, check_value) VALUES (1, ?1)",
      sql::Blob(std::string_view(value)));
  if (!inserted.ok()) return inserted.status();
  return transaction->Commit();
}

}  // namespace

absl::StatusOr<seal::MasterKey> OpenMasterKey(sql::Connection& connection,
                                              const std::string& directory,
                                              seal::Entropy& entropy) {
  if (directory.empty()) {
    return absl::InvalidArgumentError(
        "--data is needed beside --database: the directory of master.key, of which every copy of "
        "this service has the same");
  }
  const absl::StatusOr<Traces> traces = FindTraces(connection);
  if (!traces.ok()) return traces.status();
  const std::string path = directory + "/master.key";
  absl::StatusOr<seal::MasterKey> master =
      traces->any() ? LoadKnown(path) : seal::MasterKey::LoadOrCreate(path, entropy);
  if (!master.ok()) return master;
  if (!Fits(*master, *traces)) {
    return Error(absl::StatusCode::kFailedPrecondition, "MASTER_KEY_MISMATCH",
                 "the master key in " + path +
                     " is not the one of this database: every copy needs the same");
  }
  if (traces->check_value) return master;
  if (absl::Status kept = KeepCheckValue(connection, *master); !kept.ok()) return kept;
  return master;
}

}  // namespace bangfu::households
