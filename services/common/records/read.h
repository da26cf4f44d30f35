// Get and List, the same for every kind of record: parse, look up, page. What a kind is kept in is
// its store's business, which is passed in as a function.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_READ_H_
#define BANGFU_SERVICES_COMMON_RECORDS_READ_H_

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "google/protobuf/repeated_ptr_field.h"
#include "services/common/names/names.h"
#include "services/common/records/page.h"
#include "services/common/sql/connection.h"
#include "services/common/status/errors.h"

namespace bangfu::records {

// NOT_FOUND, reason NOT_FOUND.
absl::Status NotFound(std::string_view name);

// INVALID_ARGUMENT for `field`, which is not a name like `example`.
absl::Status InvalidName(std::string_view field, std::string_view found, std::string_view example);

// Looks up the record called `text` by `find(Name) -> StatusOr<optional<Resource>>`.
template <names::ResourceName Name, typename Resource, typename Find>
absl::Status Get(std::string_view text, Find&& find, Resource& resource) {
  const std::optional<Name> name = Name::Parse(text);
  if (!name) return InvalidName("name", text, Name::kExample);
  absl::StatusOr<std::optional<Resource>> found = find(*name);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NotFound(text);
  resource = **std::move(found);
  return absl::OkStatus();
}

// One page asked for, with the key to go on from.
struct PageQuery {
  std::string after;  // key of the last item shown; empty on the first page
  int limit;          // one more than the page holds, to see whether another follows
};

// A page ends before it has more, whatever page_size says: a message has 4 MiB at most.
inline constexpr size_t kPageBytesMax = 1024 * 1024;

// Fills one page: `list(PageQuery) -> StatusOr<vector<Resource>>`, in the order of `key(Resource)`.
template <typename Resource, typename List, typename Key, typename Response>
absl::Status FillPage(PageArguments arguments, int32_t page_size, std::string_view page_token,
                      List&& list, Key&& key, google::protobuf::RepeatedPtrField<Resource>* items,
                      Response& response) {
  const absl::StatusOr<int> size = PageSize(page_size);
  if (!size.ok()) return size.status();
  absl::StatusOr<std::string> after = DecodePageToken(arguments, page_token);
  if (!after.ok()) return after.status();
  absl::StatusOr<std::vector<Resource>> found = list(PageQuery{*std::move(after), *size + 1});
  if (!found.ok()) return found.status();
  size_t bytes = 0;
  for (Resource& item : *found) {
    bytes += item.ByteSizeLong();
    const bool full = items->size() == *size || (bytes > kPageBytesMax && !items->empty());
    if (full) {
      response.set_next_page_token(EncodePageToken(arguments, key(items->Get(items->size() - 1))));
      break;
    }
    *items->Add() = std::move(item);
  }
  return absl::OkStatus();
}

// Fills one page of what belongs to `request.parent()`: `what` is the method's name, `list` its
// store's function, `id` the part of a Name that it orders by.
template <typename Request, typename Parent, typename Name, typename Resource, typename Response>
absl::Status ListOf(sql::Connection& connection, std::string_view what, const Request& request,
                    absl::StatusOr<std::vector<Resource>> (*list)(sql::Connection&, const Parent&,
                                                                  const PageQuery&),
                    std::string_view Name::*id, google::protobuf::RepeatedPtrField<Resource>* items,
                    Response& response) {
  const std::optional<Parent> parent = Parent::Parse(request.parent());
  if (!parent) return InvalidName("parent", request.parent(), Parent::kExample);
  return FillPage<Resource>(
      {what, request.parent()}, request.page_size(), request.page_token(),
      [&](const PageQuery& page) { return list(connection, *parent, page); },
      [id](const Resource& item) { return *Name::Parse(item.name()).*id; }, items, response);
}

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_READ_H_
