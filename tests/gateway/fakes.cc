#include "tests/gateway/fakes.h"

#include <chrono>

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

namespace bangfu::gateway {

void FakeServer::Start() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  int port = 0;
  builder.AddListeningPort(address_, grpc::InsecureServerCredentials(), &port);
  for (grpc::Service* service : services_) builder.RegisterService(service);
  server_ = builder.BuildAndStart();
  ASSERT_NE(server_, nullptr) << address_;
  address_ = "127.0.0.1:" + std::to_string(port);
}

void FakeServer::Stop() {
  if (server_ == nullptr) return;
  server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
}

grpc::Status FakeJournal::WatchHeads(grpc::ServerContext*, WatchStream* stream) {
  if (!watched_heads) return {grpc::StatusCode::UNIMPLEMENTED, "not here"};
  journal::v1::WatchHeadsRequest request;
  bool first = true;
  for (; stream->Read(&request); first = false) {
    const std::lock_guard lock(mutex_);
    journal::v1::WatchHeadsResponse response;
    response.set_renewal_count(renewals_ = first ? 1 : renewals_ + 1);
    response.set_version(first ? version_ = 0 : version_);
    response.set_lease_ms(60'000);
    if (first) response.mutable_positions()->Assign(watched_heads->begin(), watched_heads->end());
    acknowledged_version_ = request.acknowledged_version();
    acknowledged_.notify_all();
    watcher_ = stream;
    stream->Write(response);
  }
  const std::lock_guard lock(mutex_);
  watcher_ = nullptr;
  return grpc::Status::OK;
}

void FakeJournal::Move(const std::string& county, int64_t size) {
  std::unique_lock lock(mutex_);
  journal::v1::WatchHeadsResponse response;
  response.set_version(++version_);
  response.set_renewal_count(renewals_);
  response.set_lease_ms(60'000);
  journal::v1::JournalPosition& position = *response.add_positions();
  position.set_county(county);
  position.set_size(size);
  watcher_->Write(response);
  acknowledged_.wait(lock, [this] { return acknowledged_version_ == version_; });
}

}  // namespace bangfu::gateway
