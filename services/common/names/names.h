// The resource names of the contract, parsed and made here and nowhere else. Only their shape:
// whether the thing exists, or a county code is in force, is for others to say.
//
// An id has 1 to 40 letters, digits and hyphens (ASCII) and is not "-", which stands for "any" in
// lists. A county is 6 digits and not 000000, a village 12 digits of which the first 6 are its
// county's. An identity number is no id, nor is anything that holds one: names are never forgotten.
//
// Parse is strict and does not allocate: the members point into its argument, which must outlive
// them. ToString expects members that Parse would accept.
#ifndef BANGFU_SERVICES_COMMON_NAMES_NAMES_H_
#define BANGFU_SERVICES_COMMON_NAMES_NAMES_H_

#include <optional>
#include <string>
#include <string_view>

namespace bangfu::names {

// The partition of what stands above a county.
inline constexpr std::string_view kGlobalPartition = "000000";

// 1 to 40 of [A-Za-z0-9-], not "-", without an identity number (GB 11643) in it.
bool IsId(std::string_view text);
// 6 digits, not 000000.
bool IsCounty(std::string_view text);
// A county, or 000000.
bool IsPartition(std::string_view text);
// 12 digits whose first 6 are `county`, itself one.
bool IsVillageOf(std::string_view text, std::string_view county);

// In each kExample is such a name, for messages.

struct CountyName {
  static constexpr std::string_view kExample = "counties/510524";
  std::string_view county;

  static std::optional<CountyName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const CountyName&, const CountyName&) = default;
};

struct VillageName {
  static constexpr std::string_view kExample = "counties/510524/villages/510524101227";
  std::string_view county;
  std::string_view village;  // all 12 digits

  static std::optional<VillageName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const VillageName&, const VillageName&) = default;
};

struct HouseholdName {
  static constexpr std::string_view kExample = "counties/510524/households/H0001";
  std::string_view county;
  std::string_view household;

  static std::optional<HouseholdName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const HouseholdName&, const HouseholdName&) = default;
};

struct PersonName {
  static constexpr std::string_view kExample = "counties/510524/households/H0001/persons/1";
  std::string_view county;
  std::string_view household;
  std::string_view person;

  static std::optional<PersonName> Parse(std::string_view text);
  HouseholdName Household() const { return {county, household}; }
  std::string ToString() const;
  friend bool operator==(const PersonName&, const PersonName&) = default;
};

struct CaseName {
  static constexpr std::string_view kExample = "counties/510524/cases/cattle-family";
  std::string_view county;
  std::string_view case_id;

  static std::optional<CaseName> Parse(std::string_view text);
  std::string ToString() const;
  // What the ids of its figures end with, "510524.cattle-family": two counties may have a case of
  // one id.
  std::string Key() const;
  friend bool operator==(const CaseName&, const CaseName&) = default;
};

struct ParticipationName {
  static constexpr std::string_view kExample = "counties/510524/participations/P00001";
  std::string_view county;
  std::string_view participation;

  static std::optional<ParticipationName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const ParticipationName&, const ParticipationName&) = default;
};

struct LedgerEntryName {
  static constexpr std::string_view kExample = "counties/510524/ledgerEntries/L000001";
  std::string_view county;
  std::string_view ledger_entry;

  static std::optional<LedgerEntryName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const LedgerEntryName&, const LedgerEntryName&) = default;
};

struct PostingName {
  static constexpr std::string_view kExample = "counties/510524/postings/S01";
  std::string_view county;
  std::string_view posting;

  static std::optional<PostingName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const PostingName&, const PostingName&) = default;
};

struct FacilityName {
  static constexpr std::string_view kExample = "counties/510524/facilities/F01";
  std::string_view county;
  std::string_view facility;

  static std::optional<FacilityName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const FacilityName&, const FacilityName&) = default;
};

struct ProgrammeName {
  static constexpr std::string_view kExample = "programmes/cetc-2020";
  std::string_view programme;

  static std::optional<ProgrammeName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const ProgrammeName&, const ProgrammeName&) = default;
};

struct ProjectName {
  static constexpr std::string_view kExample = "programmes/cetc-2020/projects/cattle";
  std::string_view programme;
  std::string_view project;

  static std::optional<ProjectName> Parse(std::string_view text);
  ProgrammeName Programme() const { return {programme}; }
  std::string ToString() const;
  friend bool operator==(const ProjectName&, const ProjectName&) = default;
};

struct AttestationName {
  static constexpr std::string_view kExample = "programmes/cetc-2020/attestations/front-ranks";
  std::string_view programme;
  std::string_view attestation;

  static std::optional<AttestationName> Parse(std::string_view text);
  ProgrammeName Programme() const { return {programme}; }
  std::string ToString() const;
  friend bool operator==(const AttestationName&, const AttestationName&) = default;
};

struct AchievementSheetName {
  static constexpr std::string_view kExample = "programmes/cetc-2020/achievementSheet";
  std::string_view programme;

  static std::optional<AchievementSheetName> Parse(std::string_view text);
  ProgrammeName Programme() const { return {programme}; }
  std::string ToString() const;
  friend bool operator==(const AchievementSheetName&, const AchievementSheetName&) = default;
};

// Who takes part, is paid or pays: a household, or a person of it.
struct ParticipantName {
  static constexpr std::string_view kExample =
      "counties/510524/households/H0001 or counties/510524/households/H0001/persons/1";
  std::string_view county;
  std::string_view household;
  std::optional<std::string_view> person;

  static std::optional<ParticipantName> Parse(std::string_view text);
  HouseholdName Household() const { return {county, household}; }
  std::string ToString() const;
  friend bool operator==(const ParticipantName&, const ParticipantName&) = default;
};

// Where a cadre is posted: a county, or a village of it.
struct PlaceName {
  static constexpr std::string_view kExample =
      "counties/510524 or counties/510524/villages/510524101227";
  std::string_view county;
  std::optional<std::string_view> village;  // all 12 digits

  static std::optional<PlaceName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const PlaceName&, const PlaceName&) = default;
};

// Whose persons are listed: one household's, or with "-" in its place all of the county's.
struct PersonParentName {
  static constexpr std::string_view kExample =
      "counties/510524/households/H0001 or counties/510524/households/-";
  std::string_view county;
  std::optional<std::string_view> household;

  static std::optional<PersonParentName> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const PersonParentName&, const PersonParentName&) = default;
};

// One of the structs above.
template <typename T>
concept ResourceName = requires(std::string_view text) {
  T::Parse(text);
  T::kExample;
};

// The partition that a resource belongs to: the county of counties/..., "000000" for
// programmes/....
template <ResourceName T>
std::string_view CountyOf(const T& name) {
  if constexpr (requires { name.county; }) {
    return name.county;
  } else {
    return kGlobalPartition;
  }
}

// The same of any text that begins as a name does; nullopt when none does. What follows the county
// or "programmes/" is not looked at.
std::optional<std::string_view> CountyOf(std::string_view name);

}  // namespace bangfu::names

#endif  // BANGFU_SERVICES_COMMON_NAMES_NAMES_H_
