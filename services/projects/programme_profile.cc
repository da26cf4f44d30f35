#include "services/projects/programme_profile.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/date/date.h"
#include "services/common/journal/journal_reader.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/records/fields.h"
#include "services/common/records/read.h"
#include "services/common/sql/retry.h"
#include "services/projects/attestation_store.h"
#include "services/projects/facility_store.h"
#include "services/projects/journal_name.h"
#include "services/projects/programme_store.h"

namespace bangfu::projects {
namespace {

// At their largest an attestation has 6 KB and a facility 1 KB: together with a programme of 1,000
// counties that is a third of what gRPC takes as a message.
constexpr int kFacilitiesMax = 200;
constexpr int kAttestationsMax = 200;

// Partitions come by code: designations are kept so. A country has hundreds of them: their heads,
// where there are any, are asked for in one go.
absl::Status AddHeads(sql::Connection& connection, const v1::Programme& programme,
                      v1::ProgrammeProfile& profile) {
  std::vector<std::string> partitions = {std::string(names::kGlobalPartition)};
  for (const v1::Designation& designation : programme.designations()) {
    partitions.emplace_back(names::CountyName::Parse(designation.county())->county);
  }
  absl::StatusOr<std::vector<journal::v1::TreeHead>> heads =
      journal::ReadTreeHeads(connection, kJournal, partitions);
  if (!heads.ok()) return heads.status();
  profile.mutable_tree_heads()->Assign(heads->begin(), heads->end());
  profile.mutable_partitions()->Assign(partitions.begin(), partitions.end());
  return absl::OkStatus();
}

// Citus keeps the tables of what stands above the counties apart from the journals. Both are
// written in one transaction, but a reader may come between its two commits: then it looks again.
absl::Status CheckGlobalHead(sql::Connection& connection, const v1::ProgrammeProfile& profile) {
  const absl::StatusOr<int64_t> recorded = CountGlobalEntries(connection);
  if (!recorded.ok()) return recorded.status();
  const int64_t size = profile.tree_heads_size() > 0 ? profile.tree_heads(0).size() : 0;
  if (*recorded == size) return absl::OkStatus();
  return sql::TransactionLost("programmes were being written");
}

// Leaves the counties designated by `day`.
void KeepDesignatedBy(date::Date day, v1::Programme& programme) {
  auto& designations = *programme.mutable_designations();
  const auto kept = std::stable_partition(
      designations.pointer_begin(), designations.pointer_end(), [day](const v1::Designation* one) {
        return *records::DateFromProto(one->start_date()) <= day;
      });
  const auto count = static_cast<int>(kept - designations.pointer_begin());
  designations.DeleteSubrange(count, designations.size() - count);
}

absl::Status AddFacilities(sql::Connection& connection, const names::ProgrammeName& programme,
                           date::Date day, v1::ProgrammeProfile& profile) {
  absl::StatusOr<std::vector<v1::Facility>> facilities =
      ListOpenFacilities(connection, programme, day, kFacilitiesMax + 1);
  if (!facilities.ok()) return facilities.status();
  if (facilities->size() > kFacilitiesMax) {
    facilities->pop_back();
    const absl::StatusOr<int64_t> count = CountOpenFacilities(connection, programme, day);
    if (!count.ok()) return count.status();
    profile.set_facilities_left_out(static_cast<int32_t>(*count - kFacilitiesMax));
  }
  for (v1::Facility& facility : *facilities) profile.add_facilities()->Swap(&facility);
  return absl::OkStatus();
}

absl::Status AddAttestations(sql::Connection& connection, const names::ProgrammeName& programme,
                             date::Date day, v1::ProgrammeProfile& profile) {
  absl::StatusOr<std::vector<RecordedAttestation>> attestations =
      ListMadeAttestations(connection, programme, day, kAttestationsMax + 1);
  if (!attestations.ok()) return attestations.status();
  if (attestations->size() > kAttestationsMax) {
    attestations->pop_back();
    const absl::StatusOr<int64_t> count = CountMadeAttestations(connection, programme, day);
    if (!count.ok()) return count.status();
    profile.set_attestations_left_out(static_cast<int32_t>(*count - kAttestationsMax));
  }
  std::vector<journal::EntryPlace> places;
  for (const RecordedAttestation& recorded : *attestations) {
    places.push_back({std::string(names::kGlobalPartition), recorded.seq});
  }
  absl::StatusOr<std::vector<journal::v1::EntryRef>> entries =
      journal::ReadEntryRefs(connection, kJournal, places);
  if (!entries.ok()) return entries.status();
  for (size_t i = 0; i < attestations->size(); ++i) {
    v1::AttestationWithEntry& added = *profile.add_attestations();
    added.mutable_attestation()->Swap(&(*attestations)[i].attestation);
    added.mutable_entry()->Swap(&(*entries)[i]);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status GetProgrammeProfile(sql::Connection& connection,
                                 const v1::GetProgrammeProfileRequest& request,
                                 v1::ProgrammeProfile& profile) {
  records::Violations violations;
  records::FieldChecker check(violations);
  const auto name = check.Name<names::ProgrammeName>("programme", request.programme());
  const auto as_of = check.RequiredDate("as_of", request.as_of());
  if (!violations.empty()) return violations.ToStatus();

  absl::StatusOr<std::optional<v1::Programme>> programme = FindProgramme(connection, *name);
  if (!programme.ok()) return programme.status();
  if (!programme->has_value()) return records::NotFound(request.programme());
  absl::Status status = AddHeads(connection, **programme, profile);
  if (status.ok()) status = CheckGlobalHead(connection, profile);
  if (!status.ok()) return status;
  KeepDesignatedBy(*as_of, **programme);
  profile.mutable_programme()->Swap(&**programme);
  for (auto* add : {AddFacilities, AddAttestations}) {
    if (status = add(connection, *name, *as_of, profile); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace bangfu::projects
