#include "tests/gateway/counting_relay.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include <gtest/gtest.h>

namespace bangfu::gateway {
namespace {

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* AsSocket(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

CountingRelay::CountingRelay(const std::string& address)
    : listener_(socket(AF_INET, SOCK_STREAM, 0)), stop_(eventfd(0, 0)) {
  sockaddr_in here = Loopback(0);
  socklen_t size = sizeof here;
  EXPECT_EQ(bind(listener_, AsSocket(here), size), 0);
  EXPECT_EQ(listen(listener_, 1), 0);
  EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size), 0);
  address_ = "127.0.0.1:" + std::to_string(ntohs(here.sin_port));
  const auto port = static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  thread_ = std::thread([this, port] { Run(port); });
}

CountingRelay::~CountingRelay() {
  const uint64_t one = 1;
  EXPECT_EQ(write(stop_, &one, sizeof one), static_cast<ssize_t>(sizeof one));
  thread_.join();
  close(listener_);
  close(stop_);
}

void CountingRelay::Run(uint16_t server_port) {
  std::array<pollfd, 2> first = {{{listener_, POLLIN, 0}, {stop_, POLLIN, 0}}};
  poll(first.data(), first.size(), -1);
  if (first[1].revents != 0) return;
  const int client = accept(listener_, nullptr, nullptr);
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in there = Loopback(server_port);
  bool open = connect(server, AsSocket(there), sizeof there) == 0;
  while (open) {
    std::array<pollfd, 3> ends = {{{client, POLLIN, 0}, {server, POLLIN, 0}, {stop_, POLLIN, 0}}};
    poll(ends.data(), ends.size(), -1);
    if (ends[0].revents != 0) open = PassOn(client, server, nullptr);
    if (open && ends[1].revents != 0) open = PassOn(server, client, &bytes_from_server_);
    open = open && ends[2].revents == 0;
  }
  close(client);
  close(server);
}

bool CountingRelay::PassOn(int from, int to, std::atomic<int64_t>* count) {
  std::array<char, 16 * 1024> bytes;
  const ssize_t got = recv(from, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  if (count != nullptr) *count += got;
  for (ssize_t sent = 0; sent < got;) {
    const ssize_t now =
        send(to, bytes.data() + sent, static_cast<size_t>(got - sent), MSG_NOSIGNAL);
    if (now <= 0) return false;
    sent += now;
  }
  return true;
}

}  // namespace bangfu::gateway
