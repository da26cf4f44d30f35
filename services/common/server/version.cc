#include "services/common/server/version.h"

namespace bangfu::server {

std::string_view Version() { return BANGFU_VERSION; }

}  // namespace bangfu::server
