#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {

bool IsOfRegister(v1::FactKind kind) {
  return kind == v1::FACT_KIND_HOUSEHOLD_REGISTERED || kind == v1::FACT_KIND_HOUSEHOLD_LIFTED ||
         kind == v1::FACT_KIND_HOUSEHOLD_LEFT;
}

std::string_view JournalOf(v1::FactKind kind) {
  return IsOfRegister(kind) ? kHouseholds : kProjects;
}

bool IsMoney(v1::FactKind kind) {
  switch (kind) {
    case v1::FACT_KIND_HOUSEHOLD_PAYOUT:
    case v1::FACT_KIND_HOUSEHOLD_COST:
    case v1::FACT_KIND_COLLECTIVE_REVENUE:
    case v1::FACT_KIND_COLLECTIVE_COST:
    case v1::FACT_KIND_PERSON_SETTLEMENT:
    case v1::FACT_KIND_WAGE:
      return true;
    default:
      return false;
  }
}

bool IsOfProject(v1::FactKind kind) {
  return IsMoney(kind) || kind == v1::FACT_KIND_PARTICIPATION_STARTED ||
         kind == v1::FACT_KIND_PARTICIPATION_ENDED || kind == v1::FACT_KIND_RETURNED_HOME;
}

bool HasFacets(v1::FactKind kind) {
  return SpansCounties(kind) || (IsOfProject(kind) && !IsMoney(kind));
}

bool SpansCounties(v1::FactKind kind) {
  return kind == v1::FACT_KIND_POSTING || kind == v1::FACT_KIND_POSTING_HONOURED ||
         kind == v1::FACT_KIND_POSTING_PROMOTED || kind == v1::FACT_KIND_SERVICE_OFFERED;
}

}  // namespace bangfu::reporting
