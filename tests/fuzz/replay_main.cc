// Replays a corpus: every file of the folder that is named, and each once more cut short at every
// length up to 64 bytes, through the target that this is linked with.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz_target.h"

namespace {

void Feed(const std::string& bytes, size_t length) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), length);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " CORPUS\n";
    return 2;
  }
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    Feed(bytes, bytes.size());
    for (size_t length = 0; length < bytes.size() && length <= 64; ++length) Feed(bytes, length);
    ++files;
  }
  std::cout << "replayed " << files << " files\n";
  return files == 0 ? 1 : 0;  // an empty corpus tests nothing
}
