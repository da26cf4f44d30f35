// The baseline of the sheet: a bare callback echo, in a process of its own.
#ifndef BANGFU_TESTS_BENCH_ECHO_SERVER_H_
#define BANGFU_TESTS_BENCH_ECHO_SERVER_H_

#include <string>

namespace bangfu::bench {

// Serves on a free port until SIGTERM; writes the address into `port_file`. Returns an exit code.
int RunEchoServer(const std::string& port_file);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_ECHO_SERVER_H_
