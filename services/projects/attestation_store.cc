#include "services/projects/attestation_store.h"

#include <string>
#include <string_view>

#include "services/common/records/rows.h"
#include "services/common/records/texts.h"

namespace bangfu::projects {
namespace {

using records::kChinese;
using records::kEnglish;

v1::Attestation ReadAttestation(sql::Statement& row) {
  v1::Attestation attestation;
  const std::string_view programme = row.Text(0);
  attestation.set_name(names::AttestationName{programme, row.Text(1)}.ToString());
  if (!row.IsNull(2)) {
    attestation.set_project(names::ProjectName{programme, row.Text(2)}.ToString());
  }
  records::ReadTexts(row, 3, *attestation.mutable_statements());
  records::ReadTexts(row, 5, *attestation.mutable_attestors());
  if (auto day = records::DayOf(row, 7)) *attestation.mutable_date() = *day;
  attestation.set_document(std::string(row.Text(8)));
  return attestation;
}

}  // namespace

absl::StatusOr<bool> InsertAttestation(sql::Connection& connection,
                                       const v1::Attestation& attestation, int64_t seq) {
  const names::AttestationName name = *names::AttestationName::Parse(attestation.name());
  std::optional<std::string_view> project;
  if (!attestation.project().empty()) {
    project = names::ProjectName::Parse(attestation.project())->project;
  }
  return records::InsertRow(
      connection,
      "INSERT INTO attestation (programme, attestation, project, statement_zh, statement_en, "
      "attestor_zh, attestor_en, day, document, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
      name.programme, name.attestation, project,
      records::TextIn(attestation.statements(), kChinese),
      records::TextIn(attestation.statements(), kEnglish),
      records::TextIn(attestation.attestors(), kChinese),
      records::TextIn(attestation.attestors(), kEnglish), records::DayColumn(attestation.date()),
      std::string_view(attestation.document()), seq);
}

absl::StatusOr<std::optional<v1::Attestation>> FindAttestation(sql::Connection& connection,
                                                               const names::AttestationName& name) {
  return records::FindRow(connection,
                          "SELECT programme, attestation, project, statement_zh, statement_en, "
                          "attestor_zh, attestor_en, day, document FROM attestation "
                          "WHERE programme = ?1 AND attestation = ?2",
                          ReadAttestation, name.programme, name.attestation);
}

absl::StatusOr<std::vector<v1::Attestation>> ListAttestations(sql::Connection& connection,
                                                              const names::ProgrammeName& programme,
                                                              const records::PageQuery& page) {
  return records::ListRows(connection,
                           "SELECT programme, attestation, project, statement_zh, statement_en, "
                           "attestor_zh, attestor_en, day, document FROM attestation "
                           "WHERE programme = ?1 AND attestation > ?2 ORDER BY attestation "
                           "LIMIT ?3",
                           ReadAttestation, programme.programme, std::string_view(page.after),
                           page.limit);
}

absl::StatusOr<std::vector<RecordedAttestation>> ListMadeAttestations(
    sql::Connection& connection, const names::ProgrammeName& programme, date::Date day, int limit) {
  return records::ListRows(
      connection,
      "SELECT programme, attestation, project, statement_zh, statement_en, attestor_zh, "
      "attestor_en, day, document, seq FROM attestation "
      "WHERE programme = ?1 AND day <= ?2 ORDER BY attestation LIMIT ?3",
      [](sql::Statement& row) {
        return RecordedAttestation{ReadAttestation(row), row.Int64(9)};
      },
      programme.programme, day.days, limit);
}

absl::StatusOr<int64_t> CountMadeAttestations(sql::Connection& connection,
                                              const names::ProgrammeName& programme,
                                              date::Date day) {
  const absl::StatusOr<std::optional<int64_t>> count = records::FindRow(
      connection, "SELECT count(*) FROM attestation WHERE programme = ?1 AND day <= ?2",
      [](sql::Statement& row) { return row.Int64(0); }, programme.programme, day.days);
  if (!count.ok()) return count.status();
  return count->value_or(0);
}

}  // namespace bangfu::projects
