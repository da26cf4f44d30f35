#include "tests/bench/echo_server.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "tests/bench/echo.grpc.pb.h"

namespace bangfu::bench {
namespace {

grpc::ByteBuffer MessageOf(size_t payload_bytes) {
  v1::EchoMessage message;
  message.set_payload(std::string(payload_bytes, 'x'));
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

using EchoBase = v1::EchoService::WithCallbackMethod_Echo<
    v1::EchoService::WithRawCallbackMethod_Fetch<v1::EchoService::Service>>;

class EchoFace final : public EchoBase {
 public:
  explicit EchoFace(size_t payload_bytes) : kept_(MessageOf(payload_bytes)) {}

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const v1::EchoMessage* request,
                                 v1::EchoMessage* response) override {
    *response = *request;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* Fetch(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                  grpc::ByteBuffer* response) override {
    *response = kept_;  // shares the bytes
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::ByteBuffer kept_;
};

}  // namespace

int RunEchoServer(const std::string& port_file, size_t payload_bytes) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  EchoFace face(payload_bytes);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&face);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::ofstream(port_file + ".new") << "127.0.0.1:" << port << "\n";
  std::filesystem::rename(port_file + ".new", port_file);
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace bangfu::bench
