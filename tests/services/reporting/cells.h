// Cells that tests of several stores use.
#ifndef BANGFU_TESTS_SERVICES_REPORTING_CELLS_H_
#define BANGFU_TESTS_SERVICES_REPORTING_CELLS_H_

#include "services/reporting/facts.h"

namespace bangfu::reporting {

inline const Cell kWages{"p", v1::FACT_KIND_WAGE, 1, "cattle", ""};
inline const Cell kOtherWages{"p", v1::FACT_KIND_WAGE, 1, "eucommia", ""};
inline const Cell kWagesElsewhere{"q", v1::FACT_KIND_WAGE, 1, "cattle", ""};

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_CELLS_H_
