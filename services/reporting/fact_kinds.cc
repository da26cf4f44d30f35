#include "services/reporting/fact_kinds.h"

#include <algorithm>

namespace bangfu::reporting {

bool IsOfRegister(v1::FactKind kind) {
  return kind == v1::FACT_KIND_HOUSEHOLD_REGISTERED || kind == v1::FACT_KIND_HOUSEHOLD_LIFTED ||
         kind == v1::FACT_KIND_HOUSEHOLD_LEFT;
}

std::string_view JournalOf(v1::FactKind kind) {
  return IsOfRegister(kind) ? kHouseholds : kProjects;
}

bool IsMoney(v1::FactKind kind) {
  return std::find(kMoneyKinds.begin(), kMoneyKinds.end(), kind) != kMoneyKinds.end();
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
