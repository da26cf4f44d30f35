#include "services/common/journal/write_request.h"

#include "services/common/status/errors.h"

namespace bangfu::journal {

absl::StatusOr<std::optional<std::string>> FindResponse(sql::Connection& connection,
                                                        const RequestKey& key,
                                                        const Hash& request_hash) {
  absl::StatusOr<sql::Statement> query = connection.Prepare(
      "SELECT request_hash, response FROM write_request "
      "WHERE county = ?1 AND actor = ?2 AND request_id = ?3");
  if (!query.ok()) return query.status();
  query->BindAll(std::string_view(key.county), std::string_view(key.actor),
                 std::string_view(key.request_id));
  absl::StatusOr<bool> row = query->Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  if (query->Bytes(0) != HashBytes(request_hash)) {
    return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                 "request_id was used before with other content; a new request needs a new id",
                 {{"request_id", key.request_id}});
  }
  return std::string(query->Bytes(1));
}

absl::Status SaveResponse(sql::Connection& connection, const RequestKey& key,
                          const Hash& request_hash, std::string_view response) {
  absl::StatusOr<sql::Statement> insert = connection.Prepare(
      "INSERT INTO write_request (county, actor, request_id, request_hash, response) "
      "VALUES (?1, ?2, ?3, ?4, ?5)");
  if (!insert.ok()) return insert.status();
  return insert
      ->BindAll(std::string_view(key.county), std::string_view(key.actor),
                std::string_view(key.request_id), sql::Blob(request_hash), sql::Blob(response))
      .Run();
}

}  // namespace bangfu::journal
