#include "services/common/records/enter.h"

#include <string>

namespace bangfu::records {

bool SameContent(const google::protobuf::MessageLite& left,
                 const google::protobuf::MessageLite& right) {
  return left.SerializeAsString() == right.SerializeAsString();
}

void RefuseDifferent(FieldChecker& check, std::string_view name) {
  check.Add("name", journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT,
            std::string(name) + " stands there with other content, which nothing overwrites");
}

}  // namespace bangfu::records
