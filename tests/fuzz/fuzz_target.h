// A fuzz target: takes any bytes, and must neither crash nor break what it asserts. One per parser.
// libFuzzer drives it in the `fuzz` preset; in every other build the files of its corpus are
// replayed through it as an ordinary test.
#ifndef BANGFU_TESTS_FUZZ_FUZZ_TARGET_H_
#define BANGFU_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace bangfu::fuzz {

inline std::string_view AsText(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// What must hold of every input.
inline void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "broken: " << what << std::endl;
  std::abort();
}

}  // namespace bangfu::fuzz

#endif  // BANGFU_TESTS_FUZZ_FUZZ_TARGET_H_
