// What reporting has to know of programmes and cases besides facts.
#ifndef BANGFU_SERVICES_REPORTING_PROGRAMME_H_
#define BANGFU_SERVICES_REPORTING_PROGRAMME_H_

#include <optional>
#include <string>
#include <vector>

#include "services/common/date/date.h"

namespace bangfu::reporting {

// That a programme answers for a county.
struct Designation {
  std::string county;  // six digits
  date::Date start;

  friend bool operator==(const Designation&, const Designation&) = default;
};

struct Programme {
  std::string id;
  std::vector<Designation> designations;  // by county

  friend bool operator==(const Programme&, const Programme&) = default;
};

// Whose wage may be published, and when.
struct Case {
  std::string name;       // counties/510524/cases/cattle-family
  std::string programme;  // id
  std::string person;     // counties/510524/households/H0001/persons/1
  bool covers_wage = false;
  std::optional<date::Date> grant;     // no consent without
  std::optional<date::Date> withdraw;  // absent while consent stands

  // Whether consent was given by the day, covers the wage, and was never withdrawn: what is
  // withdrawn is not published any more, on the sheet of an earlier day no more than on today's.
  bool WageIsPublic(date::Date day) const {
    return covers_wage && grant && *grant <= day && !withdraw;
  }

  friend bool operator==(const Case&, const Case&) = default;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PROGRAMME_H_
