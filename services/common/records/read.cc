#include "services/common/records/read.h"

#include "services/common/text/quote.h"

namespace bangfu::records {

absl::Status NotFound(std::string_view name) {
  return Error(absl::StatusCode::kNotFound, "NOT_FOUND", std::string(name) + " does not exist",
               {{"resource", name}});
}

absl::Status InvalidName(std::string_view field, std::string_view found, std::string_view example) {
  return InvalidFields(
      {{std::string(field),
        "found " + text::Quote(found) + ", expected a name like " + std::string(example)}});
}

}  // namespace bangfu::records
