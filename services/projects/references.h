// Whether what a record names exists, and fits the record. Reads the tables, within the batch that
// is being written; households and persons, which stand elsewhere, are asked for in participants.h.
#ifndef BANGFU_SERVICES_PROJECTS_REFERENCES_H_
#define BANGFU_SERVICES_PROJECTS_REFERENCES_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/records/fields.h"
#include "services/common/sql/connection.h"
#include "services/projects/project_store.h"

namespace bangfu::projects {

// For the records of one batch, whose projects are looked up first: no batch of a county writes
// projects, which are of the partition 000000.
class References {
 public:
  // `county` is the batch's, and must outlive this.
  explicit References(std::string_view county) : county_(county) {}

  // Looks up the projects of all records, in one go, instead of one by one as Check() meets them.
  absl::Status Load(sql::Connection& connection,
                    const google::protobuf::RepeatedPtrField<v1::Record>& records);

  // Of a record that Load() has seen. Adds violations: REFERENCE_NOT_FOUND for what does not exist,
  // REVERSAL_MISMATCH for a reversal that is none, INVALID_FIELD for what exists and does not fit.
  // The record's fields are valid.
  absl::Status Check(sql::Connection& connection, const v1::Record& record,
                     records::FieldChecker& check);

  // The pillar of a project that Check has found.
  v1::Pillar PillarOf(std::string_view project) const {
    return projects_.find(project)->second->pillar;
  }

 private:
  absl::Status CheckProject(sql::Connection& connection, const v1::Project& project,
                            records::FieldChecker& check);
  absl::Status CheckAttestation(sql::Connection& connection, const v1::Attestation& attestation,
                                records::FieldChecker& check);
  // That the project runs in the county of the batch.
  void CheckRunsHere(const std::string& project, records::FieldChecker& check);
  absl::Status CheckReverses(sql::Connection& connection, const v1::LedgerEntry& reversal,
                             records::FieldChecker& check);
  // That the programme answers for the county of the batch.
  absl::Status CheckAnswersHere(sql::Connection& connection, const std::string& programme,
                                records::FieldChecker& check);

  std::string_view county_;
  std::map<std::string, std::optional<ProjectInCounty>, std::less<>> projects_;
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_REFERENCES_H_
