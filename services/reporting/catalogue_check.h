// What definitions have to be like, so that whatever they define can be computed and means what it
// says: numbers that do not add up are not added, persons are not person-times, every text is there
// in both languages.
#ifndef BANGFU_SERVICES_REPORTING_CATALOGUE_CHECK_H_
#define BANGFU_SERVICES_REPORTING_CATALOGUE_CHECK_H_

#include "absl/status/status.h"

#include "bangfu/reporting/v1/catalogue.pb.h"

namespace bangfu::reporting {

// INVALID_ARGUMENT, in words that name the indicator, unless:
// - ids are unique, and lower case with underscores;
// - titles, and notes unless empty, are in zh-CN and en;
// - every term has an aggregate and a kind; SUM and LATEST are of money, UNION is of cadres and
//   service kinds, which may occur in several counties, DISTINCT of all else;
// - DISTINCT, UNION and LATEST stand alone, and the terms of an expression have one unit;
// - an average is fen per number, and LATEST has no denominator;
// - the unit is the formula's; COUNT counts facilities or person-times, which may be the same one
//   twice, DISTINCT and UNION anything but person-times.
absl::Status CheckCatalogue(const v1::Catalogue& catalogue);

// The same for a template whose indicators are those of the (checked) catalogue, unless:
// - ids of sections and of figures are unique;
// - headings, and captions unless empty, are in both languages;
// - a project's or pillar's figure counts only what belongs to projects;
// - LATEST figures are a case's, and a case's figures are LATEST and have no scope of their own.
absl::Status CheckTemplate(const v1::SheetTemplate& sheet, const v1::Catalogue& catalogue);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_CATALOGUE_CHECK_H_
