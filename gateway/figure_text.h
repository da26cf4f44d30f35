// How figures and codes read to people. Data, not computation: what a figure is worth is
// reporting's.
#ifndef BANGFU_GATEWAY_FIGURE_TEXT_H_
#define BANGFU_GATEWAY_FIGURE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bangfu/projects/v1/projects.pb.h"
#include "bangfu/reporting/v1/catalogue.pb.h"
#include "gateway/language.h"

namespace bangfu::gateway {

// "15,000.00" for fen, "1,234" for pieces, "—" for no value.
std::string ValueText(std::optional<int64_t> value, reporting::v1::Unit unit);

// "元/户", "yuan per household". Empty for a combination that no figure can have.
std::string_view UnitText(reporting::v1::Unit unit, reporting::v1::CountingUnit counting_unit,
                          Language language);

// "党员活动", "party members' activities". Empty for a kind that is not known here.
std::string_view ServiceText(projects::v1::ServiceKind kind, Language language);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_FIGURE_TEXT_H_
