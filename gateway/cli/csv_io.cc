// Where CSV comes from and how it is written; the reader itself is in csv_reader.cc.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/status/status.h"

#include "gateway/cli/csv_reader.h"

namespace bangfu::cli {
namespace {

absl::Status ErrnoStatus(int error) {
  return {absl::ErrnoToStatusCode(error), std::strerror(error)};
}

// Closes the file when the last copy of the source is gone.
std::shared_ptr<const int> Own(int file) {
  return {new int(file), [](const int* owned) {
            close(*owned);
            delete owned;
          }};
}

}  // namespace

absl::StatusOr<CsvReader::Source> OpenFile(const std::string& path) {
  // Not blocking: a FIFO without a writer would hold open() for ever.
  const int opened = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (opened < 0) return ErrnoStatus(errno);
  std::shared_ptr<const int> file = Own(opened);
  struct stat attributes;
  if (fstat(opened, &attributes) != 0) return ErrnoStatus(errno);
  if (!S_ISREG(attributes.st_mode)) {
    return absl::FailedPreconditionError("what is not a regular file");
  }
  return CsvReader::Source(
      [file = std::move(file)](char* buffer, size_t size) -> absl::StatusOr<size_t> {
        while (true) {
          const ssize_t count = read(*file, buffer, size);
          if (count >= 0) return static_cast<size_t>(count);
          if (errno != EINTR) return ErrnoStatus(errno);
        }
      });
}

CsvReader::Source FromText(std::string_view text) {
  return [text](char* buffer, size_t size) mutable -> absl::StatusOr<size_t> {
    const size_t count = std::min(size, text.size());
    std::memcpy(buffer, text.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

void AppendCsvRecord(const std::vector<std::string>& fields, std::string& csv) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) csv.push_back(',');
    // Without quotes a single empty field would be an empty line, which is no record.
    const bool lone_empty = fields.size() == 1 && fields[i].empty();
    if (!lone_empty && fields[i].find_first_of(",\"\r\n") == std::string::npos) {
      csv.append(fields[i]);
      continue;
    }
    csv.push_back('"');
    for (const char c : fields[i]) {
      if (c == '"') csv.push_back('"');
      csv.push_back(c);
    }
    csv.push_back('"');
  }
  csv.push_back('\n');
}

}  // namespace bangfu::cli
