#include "services/households/key_ring.h"

#include <string>

#include <sodium.h>

#include "services/common/records/rows.h"
#include "services/common/seal/key.h"

namespace bangfu::households {

namespace {

constexpr std::string_view kFind =
    "SELECT wrapped_key FROM household_key WHERE county = ?1 AND household = ?2";

}  // namespace

absl::StatusOr<seal::Key> Unwrap(const seal::MasterKey& master,
                                 const names::HouseholdName& household, std::string_view wrapped) {
  return seal::UnwrapKey(seal::CountyKey(master, household.county), household.ToString(), wrapped);
}

absl::StatusOr<std::optional<seal::Key>> KeyRing::Find(
    sql::Connection& connection, const names::HouseholdName& household) const {
  absl::StatusOr<std::optional<std::string>> wrapped = records::FindRow(
      connection, kFind, [](sql::Statement& row) { return std::string(row.Bytes(0)); },
      household.county, household.household);
  if (!wrapped.ok()) return wrapped.status();
  if (!wrapped->has_value()) return std::nullopt;
  absl::StatusOr<seal::Key> key = Unwrap(master_, household, **wrapped);
  if (!key.ok()) return key.status();
  return *std::move(key);
}

absl::StatusOr<HouseholdKeys> KeyRing::FindAll(
    sql::Connection& connection, const std::vector<names::HouseholdName>& households) const {
  HouseholdKeys keys;
  absl::Status found = records::ForEachKey(
      connection, kFind, households,
      [](sql::Statement& query, const names::HouseholdName& household) {
        query.BindAll(household.county, household.household);
      },
      [&](const names::HouseholdName& household, sql::Statement& row) {
        absl::StatusOr<seal::Key> key = Unwrap(master_, household, row.Bytes(0));
        if (!key.ok()) return key.status();
        keys.try_emplace(household.ToString(), *std::move(key));
        return absl::OkStatus();
      });
  if (!found.ok()) return found;
  return keys;
}

absl::StatusOr<seal::Key> KeyRing::Create(sql::Connection& connection,
                                          const names::HouseholdName& household) const {
  const std::string name = household.ToString();
  seal::Key key = seal::Key::Generate(entropy_, name + "/key");
  const std::string wrapped = seal::WrapKey(seal::CountyKey(master_, household.county), name, key);
  absl::StatusOr<bool> inserted = records::InsertRow(
      connection, "INSERT INTO household_key (county, household, wrapped_key) VALUES (?1, ?2, ?3)",
      household.county, household.household, sql::Blob(wrapped));
  if (!inserted.ok()) return inserted.status();
  return key;
}

absl::StatusOr<std::optional<WrappedKey>> FindAnyKey(sql::Connection& connection) {
  return records::FindRow(connection,
                          "SELECT county, household, wrapped_key FROM household_key LIMIT 1",
                          [](sql::Statement& row) {
                            return WrappedKey{.county = std::string(row.Text(0)),
                                              .household = std::string(row.Text(1)),
                                              .bytes = std::string(row.Bytes(2))};
                          });
}

journal::Hash KeyRing::RequestHash(std::string_view content) const {
  constexpr std::string_view kPurpose = "bangfu request hash";
  const std::span<const uint8_t> key = master_.key().bytes();
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), journal::kHashSize);
  crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>(kPurpose.data()),
                            kPurpose.size());
  crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>(content.data()),
                            content.size());
  journal::Hash hash;
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

}  // namespace bangfu::households
