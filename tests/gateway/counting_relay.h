// Stands between a client and a server on loopback, and counts what the server sends.
#ifndef BANGFU_TESTS_GATEWAY_COUNTING_RELAY_H_
#define BANGFU_TESTS_GATEWAY_COUNTING_RELAY_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace bangfu::gateway {

// For one connection.
class CountingRelay {
 public:
  // `address` is the server's, "127.0.0.1:<port>".
  explicit CountingRelay(const std::string& address);
  ~CountingRelay();
  CountingRelay(const CountingRelay&) = delete;
  CountingRelay& operator=(const CountingRelay&) = delete;

  // Where a client is to connect.
  const std::string& address() const { return address_; }
  int64_t bytes_from_server() const { return bytes_from_server_; }

 private:
  void Run(uint16_t server_port);
  // Passes on what there is; false when there will be no more.
  static bool PassOn(int from, int to, std::atomic<int64_t>* count);

  int listener_;
  int stop_;  // eventfd
  std::string address_;
  std::atomic<int64_t> bytes_from_server_ = 0;
  std::thread thread_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_TESTS_GATEWAY_COUNTING_RELAY_H_
