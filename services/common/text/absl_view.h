// The one bridge between std::string_view and absl::string_view, which are two types in this build
// of Abseil. Ours is std::string_view; wrap it where it crosses into absl, and nowhere else.
#ifndef BANGFU_SERVICES_COMMON_TEXT_ABSL_VIEW_H_
#define BANGFU_SERVICES_COMMON_TEXT_ABSL_VIEW_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace bangfu::text {

inline absl::string_view AbslView(std::string_view view) { return {view.data(), view.size()}; }

}  // namespace bangfu::text

#endif  // BANGFU_SERVICES_COMMON_TEXT_ABSL_VIEW_H_
