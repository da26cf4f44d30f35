#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include "services/common/net/loopback.h"
#include "services/common/server/admission.h"
#include "services/common/server/client_channel.h"
#include "services/common/server/health_service.h"
#include "services/common/server/process.h"

namespace bangfu::server {
namespace {

constexpr int kMetadataBytesMax = 16 * 1024;
// Streams of one connection above those that are admitted, so that a call too many is told so
// instead of waiting in its client, and health answers under full load.
constexpr int kSpareStreams = 64;
// Clients ping every 30 s, also on a silent stream; oftener than this is a fault.
constexpr int kPingIntervalMinMs = 10'000;
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr size_t kTransportBytesMax = 256u * 1024 * 1024;
// For what gRPC itself serves by threads (reflection, channelz); our own services are reactors.
constexpr int kThreadsMax = 16;

// Decides for this one server: linking gRPC's reflection switches it on for all of the process.
class Reflection final : public grpc::ServerBuilderOption {
 public:
  explicit Reflection(bool wanted) : wanted_(wanted) {}
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    using Plugin = grpc::reflection::ProtoServerReflectionPlugin;
    std::erase_if(*plugins, [](const std::unique_ptr<grpc::ServerBuilderPlugin>& plugin) {
      return dynamic_cast<const Plugin*>(plugin.get()) != nullptr;
    });
    if (wanted_) plugins->push_back(std::make_unique<Plugin>());
  }

 private:
  const bool wanted_;
};

void SetLimits(grpc::ServerBuilder& builder, const ProcessOptions& options) {
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.SetMaxSendMessageSize(kMessageBytesMax);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options.calls_in_flight_max + kStreamsMax + kSpareStreams);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kPingIntervalMinMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  grpc::ResourceQuota quota("bangfu");
  quota.Resize(kTransportBytesMax);
  quota.SetMaxThreads(kThreadsMax);
  builder.SetResourceQuota(quota);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, 2);
}

// gRPC does not tell why it could not listen, so ask the system the same. 0 when it would work now.
int WhyNotListen(const std::string& host, int port) {
  const bool bracketed = host.front() == '[';
  const std::string bare = bracketed ? host.substr(1, host.size() - 2) : host;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (getaddrinfo(bare.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return 0;
  const absl::Cleanup free_found = [found] { freeaddrinfo(found); };
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    const int fd = socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
    if (fd < 0) continue;
    const int yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const bool bound = bind(fd, one->ai_addr, one->ai_addrlen) == 0 && listen(fd, 1) == 0;
    const int error = errno;
    close(fd);
    if (!bound) return error;
  }
  return 0;
}

absl::Status CannotListen(const std::string& address, const net::HostPort& parsed) {
  const int error = WhyNotListen(parsed.host, parsed.port);
  std::string message = "cannot listen on " + address;
  if (error == EADDRINUSE) message += ": the port is in use";
  if (error != 0 && error != EADDRINUSE) message += ": " + std::generic_category().message(error);
  return absl::UnavailableError(message);
}

class RunningServerImpl final : public RunningServer {
 public:
  RunningServerImpl(absl::Duration drain_timeout, std::unique_ptr<ServiceSet> services)
      : drain_timeout_(drain_timeout), services_(std::move(services)) {}
  ~RunningServerImpl() override { DrainOnce(drain_timeout_); }

  absl::Status Start(const ProcessOptions& options, const net::HostPort& parsed) {
    grpc::EnableDefaultHealthCheckService(false);
    if (options.channelz) grpc::channelz::experimental::InitChannelzService();
    grpc::ServerBuilder builder;
    SetLimits(builder, options);
    builder.SetOption(std::make_unique<Reflection>(services_->WantsReflection()));
    int port = 0;
    builder.AddListeningPort(options.address, grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&health_);
    services_->Register(builder);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) return CannotListen(options.address, parsed);
    address_ = parsed.host + ":" + std::to_string(port);
    services_->ReportTo([this](bool able) { health_.SetAble(able); });
    if (absl::Status started = services_->Start(); !started.ok()) return started;
    health_.SetServing(true);
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }
  void Drain(absl::Duration timeout) override { DrainOnce(timeout); }

 private:
  void DrainOnce(absl::Duration timeout) {
    if (server_ == nullptr || std::exchange(drained_, true)) return;
    health_.Close();
    services_->BeginDrain();
    server_->Shutdown(absl::ToChronoTime(absl::Now() + timeout));
    server_->Wait();
    services_->Stop();
  }

  const absl::Duration drain_timeout_;
  HealthService health_;                        // outlives the server
  const std::unique_ptr<ServiceSet> services_;  // likewise
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  bool drained_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RunningServer>> RunningServer::Start(
    const ProcessOptions& options, std::unique_ptr<ServiceSet> services) {
  if (absl::Status allowed = net::CheckLoopback(options.address, "listen on"); !allowed.ok()) {
    return allowed;
  }
  const absl::StatusOr<net::HostPort> parsed = net::ParseHostPort(options.address);
  auto server = std::make_unique<RunningServerImpl>(options.drain_timeout, std::move(services));
  if (absl::Status started = server->Start(options, *parsed); !started.ok()) return started;
  return server;
}

}  // namespace bangfu::server
