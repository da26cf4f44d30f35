// Any text as a page token: it is refused, or is the token of the key that it holds.
#include "services/common/records/page.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = bangfu::fuzz::AsText(data, size);
  const auto key = bangfu::records::DecodePageToken({"List", "counties/510524"}, text);
  if (key.ok() && !text.empty()) {
    bangfu::fuzz::Require(
        bangfu::records::EncodePageToken({"List", "counties/510524"}, *key) == text,
        "a token has one spelling");
  }
  return 0;
}
