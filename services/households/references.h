// What the records of a batch name: looked up together before the first record is entered, so that
// a batch costs a few ways to the database and not one per record.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_REFERENCES_H_
#define BANGFU_SERVICES_HOUSEHOLDS_REFERENCES_H_

#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/records/fields.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

class References {
 public:
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;

  // Forgets what was known, and looks up what `records` name; malformed names are passed over.
  absl::Status Load(sql::Connection& connection, const Records& records);

  // Adds a violation REFERENCE_NOT_FOUND where a record that Load() has seen names what neither
  // stood there then nor was entered since.
  void Check(const v1::Record& record, records::FieldChecker& check) const;

  // The record stands there from now on.
  void Entered(const v1::Record& record);

 private:
  absl::flat_hash_set<std::string> existing_;  // resource names
};

// The resource name of a record.
const std::string& NameOf(const v1::Record& record);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_REFERENCES_H_
