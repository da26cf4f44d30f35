// Whether what a record names exists, and fits the record: looked up together before the first
// record is entered, so that a batch costs a few ways to the database and not some per record.
// Households and persons, which stand elsewhere, are asked for in participants.h.
#ifndef BANGFU_SERVICES_PROJECTS_REFERENCES_H_
#define BANGFU_SERVICES_PROJECTS_REFERENCES_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/records/fields.h"
#include "services/common/sql/connection.h"
#include "services/projects/project_store.h"

namespace bangfu::projects {

// For the records of one batch. What they name was either there when they were looked up or is
// entered by the batch itself: nobody else writes in its partition meanwhile, and what stands above
// the counties only grows.
class References {
 public:
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;

  // `county` is the batch's, and must outlive this.
  explicit References(std::string_view county) : county_(county) {}

  // Forgets what was known, and looks up what `records` name. Those that have violations are passed
  // over; the fields of the others are valid. Keeps no more than the batch names.
  absl::Status Load(sql::Connection& connection, const Records& records,
                    const records::Violations& violations);

  // Of a record that Load() has seen. Adds violations: REFERENCE_NOT_FOUND for what neither stood
  // there then nor was entered since, REVERSAL_MISMATCH for a reversal that is none, INVALID_FIELD
  // for what exists and does not fit.
  void Check(const v1::Record& record, records::FieldChecker& check) const;

  // The record stands there from now on, and did not before.
  void Entered(const v1::Record& record);

  // The pillar of a project that Check has found.
  v1::Pillar PillarOf(std::string_view project) const {
    return projects_.find(project)->second->pillar;
  }

 private:
  template <typename Value>
  using ByName = std::map<std::string, Value, std::less<>>;

  struct Programme {
    bool exists = false;
    ByName<bool> counties;  // of those asked for, by code: whether it answers for them
  };
  // An entry that is to be reversed.
  struct Reversed {
    std::optional<v1::LedgerEntry> entry;
    std::string reversal;  // the name of the entry that reverses it already, or empty
  };

  // Notes what the record names, as not found so far.
  void Want(const v1::Record& record);
  void WantCounty(std::string_view programme, std::string_view county);
  absl::Status LoadProgrammes(sql::Connection& connection);
  absl::Status LoadProjects(sql::Connection& connection);
  absl::Status LoadReversed(sql::Connection& connection);

  // Nothing, and a violation of `field`, when there is no such programme.
  const Programme* RequireProgramme(std::string_view field, const std::string& name,
                                    records::FieldChecker& check) const;
  void CheckProject(const v1::Project& project, records::FieldChecker& check) const;
  void CheckAttestation(const v1::Attestation& attestation, records::FieldChecker& check) const;
  // That the project runs in the county of the batch.
  void CheckRunsHere(const std::string& project, records::FieldChecker& check) const;
  void CheckReverses(const v1::LedgerEntry& reversal, records::FieldChecker& check) const;
  // That the programme answers for the county of the batch.
  void CheckAnswersHere(const std::string& programme, records::FieldChecker& check) const;

  void EnteredProgramme(const v1::Programme& programme);
  void EnteredLedgerEntry(const v1::LedgerEntry& entry);

  std::string_view county_;
  ByName<Programme> programmes_;
  ByName<std::optional<ProjectInCounty>> projects_;
  ByName<Reversed> reversed_;
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_REFERENCES_H_
