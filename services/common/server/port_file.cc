#include "services/common/server/port_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

namespace bangfu::server {

absl::StatusOr<std::unique_ptr<PortFile>> PortFile::Write(std::string path,
                                                          std::string_view address) {
  const std::string beside = path + ".new";
  std::ofstream file(beside, std::ios::trunc);
  file << address << '\n';
  file.close();
  if (file.fail() || std::rename(beside.c_str(), path.c_str()) != 0) {
    const std::string why = std::generic_category().message(errno);
    unlink(beside.c_str());
    return absl::FailedPreconditionError("cannot write the port file " + path + ": " + why);
  }
  return std::unique_ptr<PortFile>(new PortFile(std::move(path)));
}

PortFile::~PortFile() { unlink(path_.c_str()); }

}  // namespace bangfu::server
