// Values of the contract that tests of every service write down.
#ifndef BANGFU_TESTS_SERVICES_COMMON_RECORDS_VALUES_H_
#define BANGFU_TESTS_SERVICES_COMMON_RECORDS_VALUES_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "google/type/date.pb.h"
#include "google/type/localized_text.pb.h"

namespace bangfu::records {

inline google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline void AddText(google::protobuf::RepeatedPtrField<google::type::LocalizedText>* texts,
                    const std::string& language, const std::string& text) {
  google::type::LocalizedText* added = texts->Add();
  added->set_language_code(language);
  added->set_text(text);
}

}  // namespace bangfu::records

#endif  // BANGFU_TESTS_SERVICES_COMMON_RECORDS_VALUES_H_
