// bangfuctl: the client of the gateway.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "gateway/cli/commands.h"

namespace {

size_t TerminalColumns() {
  winsize size = {};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that leaves early ("bangfuctl ... | head") is an error of writing, not of the program.
  std::signal(SIGPIPE, SIG_IGN);
  bangfu::cli::CliIo io = {std::cout, std::cerr, {}};
  if (isatty(STDERR_FILENO) == 1) io.terminal_columns = TerminalColumns;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return bangfu::cli::RunCli(arguments, io);
}
