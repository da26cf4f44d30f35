// Pages of a list: their size, and the opaque token that says where the next one begins. A token
// holds the key of the last item shown and is bound to the other arguments of its call. It is
// neither secret nor a permission: whoever may call may make one.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_PAGE_H_
#define BANGFU_SERVICES_COMMON_RECORDS_PAGE_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bangfu::records {

inline constexpr int kPageSizeDefault = 100;
inline constexpr int kPageSizeMax = 1000;

// The items of a page as asked for: 0 means 100. INVALID_ARGUMENT with a violation of `page_size`
// when it is negative or above 1000.
absl::StatusOr<int> PageSize(int32_t requested);

// What a token is bound to: which list it is, then everything but page_size and page_token that
// shapes it, for example {"ListVillages", request.parent()}.
using PageArguments = std::initializer_list<std::string_view>;

// The token for the page after the item of this key, which has 1 byte to 64 KiB: a name
// of a record, or what an explanation has of all counties.
std::string EncodePageToken(PageArguments arguments, std::string_view last_key);

// The key after which the page begins; empty for an empty token, the first page's.
// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for one that EncodePageToken did not make of the
// same arguments.
absl::StatusOr<std::string> DecodePageToken(PageArguments arguments, std::string_view token);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_PAGE_H_
