// The baselines of the sheet: a bare callback echo, and an answer that is kept, in a process of its
// own.
#ifndef BANGFU_TESTS_BENCH_ECHO_SERVER_H_
#define BANGFU_TESTS_BENCH_ECHO_SERVER_H_

#include <cstddef>
#include <string>

namespace bangfu::bench {

// Serves on a free port until SIGTERM; writes the address into `port_file`. `payload_bytes`: of
// what is fetched. Returns an exit code.
int RunEchoServer(const std::string& port_file, size_t payload_bytes);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_ECHO_SERVER_H_
