#include "services/common/server/grpc_status.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include <spdlog/spdlog.h>

#include "google/rpc/status.pb.h"
#include "services/common/status/clip.h"

namespace bangfu::server {
namespace {

// A receiver takes 8 KB of trailing metadata unless told otherwise, and turns a status that has
// more into RESOURCE_EXHAUSTED. On the wire a byte of the message takes up to three and three bytes
// of the details up to four: 3 * 400 + 4800 * 4 / 3 leaves some for the other headers.
constexpr size_t kStatusMessageBytesMax = 400;
constexpr size_t kDetailsBytesMax = 4800;

constexpr std::string_view kSentTypes = "type.googleapis.com/google.rpc.";
constexpr std::string_view kErrorInfo = "type.googleapis.com/google.rpc.ErrorInfo";

using Payload = std::pair<std::string, std::string>;  // type URL, serialised message

// The reason comes first, so that it is kept when not all of them fit.
std::vector<Payload> SentPayloads(const absl::Status& status) {
  std::vector<Payload> payloads;
  status.ForEachPayload([&payloads](absl::string_view type_url, const absl::Cord& payload) {
    const std::string_view type(type_url.data(), type_url.size());
    if (type.starts_with(kSentTypes)) payloads.emplace_back(type, std::string(payload));
  });
  std::sort(payloads.begin(), payloads.end(), [](const Payload& a, const Payload& b) {
    const bool a_first = a.first == kErrorInfo;
    const bool b_first = b.first == kErrorInfo;
    return a_first != b_first ? a_first : a.first < b.first;
  });
  return payloads;
}

std::string Details(const absl::Status& status, const std::string& message) {
  const std::vector<Payload> payloads = SentPayloads(status);
  if (payloads.empty()) return {};
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(message);
  for (const auto& [type_url, payload] : payloads) {
    google::protobuf::Any* detail = details.add_details();
    detail->set_type_url(type_url);
    detail->set_value(payload);
    if (details.ByteSizeLong() > kDetailsBytesMax) details.mutable_details()->RemoveLast();
  }
  return details.SerializeAsString();
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string message =
      Clip({status.message().data(), status.message().size()}, kStatusMessageBytesMax);
  return {static_cast<grpc::StatusCode>(status.code()), message, Details(status, message)};
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status made(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return made;
  for (google::protobuf::Any& detail : *details.mutable_details()) {
    made.SetPayload(detail.type_url(), absl::Cord(std::move(*detail.mutable_value())));
  }
  return made;
}

void LogUnforeseen(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kInternal && status.code() != absl::StatusCode::kUnknown &&
      status.code() != absl::StatusCode::kDataLoss) {
    return;
  }
  spdlog::error("a call failed: {}", status.ToString(absl::StatusToStringMode::kWithNoExtraData));
}

}  // namespace bangfu::server
