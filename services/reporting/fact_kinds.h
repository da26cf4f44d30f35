// What holds for a kind of fact as such, whatever the fact: whose journal states it, whether it is
// money, whether it belongs to a project.
#ifndef BANGFU_SERVICES_REPORTING_FACT_KINDS_H_
#define BANGFU_SERVICES_REPORTING_FACT_KINDS_H_

#include <array>
#include <string_view>

#include "bangfu/reporting/v1/catalogue.pb.h"

namespace bangfu::reporting {

inline constexpr std::string_view kHouseholds = "households";
inline constexpr std::string_view kProjects = "projects";

// As it is stored. (An enum would be bound as a floating-point number.)
inline int Number(v1::FactKind kind) { return static_cast<int>(kind); }

// Of the register, not of a programme.
bool IsOfRegister(v1::FactKind kind);

// The journal whose entries state facts of the kind: kHouseholds or kProjects.
std::string_view JournalOf(v1::FactKind kind);

// Those whose quantity is fen; that of other kinds is 1.
inline constexpr std::array kMoneyKinds = {
    v1::FACT_KIND_HOUSEHOLD_PAYOUT,   v1::FACT_KIND_HOUSEHOLD_COST,
    v1::FACT_KIND_COLLECTIVE_REVENUE, v1::FACT_KIND_COLLECTIVE_COST,
    v1::FACT_KIND_PERSON_SETTLEMENT,  v1::FACT_KIND_WAGE};
bool IsMoney(v1::FactKind kind);

// It belongs to a project, and so to a pillar.
bool IsOfProject(v1::FactKind kind);

// Its facts have facets.
bool HasFacets(v1::FactKind kind);

// Its subjects (cadres, service kinds) may occur in several counties, and are the facets as well.
bool SpansCounties(v1::FactKind kind);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FACT_KINDS_H_
