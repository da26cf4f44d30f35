// The file that tells scripts and tests where a process listens.
#ifndef BANGFU_SERVICES_COMMON_SERVER_PORT_FILE_H_
#define BANGFU_SERVICES_COMMON_SERVER_PORT_FILE_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace bangfu::server {

// Removes the file when destroyed.
class PortFile {
 public:
  // Writes "host:port\n" beside the path and renames, so that a reader sees all of it or nothing.
  // FAILED_PRECONDITION in one line when it cannot be written.
  static absl::StatusOr<std::unique_ptr<PortFile>> Write(std::string path,
                                                         std::string_view address);
  PortFile(const PortFile&) = delete;
  PortFile& operator=(const PortFile&) = delete;
  ~PortFile();

 private:
  explicit PortFile(std::string path) : path_(std::move(path)) {}

  const std::string path_;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_PORT_FILE_H_
