"""A gRPC client that knows nothing of our contract but what the server's reflection tells it.

The messages of reflection itself are built by hand, after grpc/reflection/v1alpha/reflection.proto.
"""

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

TIMEOUT_S = 30
REFLECTION = "grpc.reflection.v1alpha.ServerReflection"
_OPTIONS = (
    ("grpc.enable_http_proxy", 0),
    ("grpc.initial_reconnect_backoff_ms", 20),
    ("grpc.min_reconnect_backoff_ms", 20),
    ("grpc.max_reconnect_backoff_ms", 100),
    ("grpc.use_local_subchannel_pool", 1),
)


def _reflection_file():
    """The part of the reflection protocol that is needed here."""
    file = descriptor_pb2.FileDescriptorProto(
        name="reflection.proto", package="grpc.reflection.v1alpha", syntax="proto3")
    field = descriptor_pb2.FieldDescriptorProto

    def message(name, *fields):
        added = file.message_type.add(name=name)
        for number, what, kind, label in fields:
            one = added.field.add(name=what, number=number, label=label)
            if isinstance(kind, str):
                one.type, one.type_name = field.TYPE_MESSAGE, f".grpc.reflection.v1alpha.{kind}"
            else:
                one.type = kind

    one, many = field.LABEL_OPTIONAL, field.LABEL_REPEATED
    message("Request", (3, "file_by_filename", field.TYPE_STRING, one),
            (4, "file_containing_symbol", field.TYPE_STRING, one),
            (7, "list_services", field.TYPE_STRING, one))
    message("Files", (1, "file_descriptor_proto", field.TYPE_BYTES, many))
    message("Service", (1, "name", field.TYPE_STRING, one))
    message("Services", (1, "service", "Service", many))
    message("Error", (1, "error_code", field.TYPE_INT32, one),
            (2, "error_message", field.TYPE_STRING, one))
    message("Response", (4, "file_descriptor_response", "Files", one),
            (6, "list_services_response", "Services", one), (7, "error_response", "Error", one))
    return file


def _message_class(pool, full_name):
    return message_factory.MessageFactory(pool).GetPrototype(
        pool.FindMessageTypeByName(full_name))


_POOL = descriptor_pool.DescriptorPool()
_POOL.AddSerializedFile(_reflection_file().SerializeToString())
_Request = _message_class(_POOL, "grpc.reflection.v1alpha.Request")
_Response = _message_class(_POOL, "grpc.reflection.v1alpha.Response")


class Client:
    """Calls any method of a server as "package.Service/Method"."""

    def __init__(self, address):
        self._channel = grpc.insecure_channel(address, options=_OPTIONS)
        self._ask = self._channel.stream_stream(
            f"/{REFLECTION}/ServerReflectionInfo", _Request.SerializeToString,
            _Response.FromString)
        self._pool = descriptor_pool.DescriptorPool()
        self._files = {}    # file name -> FileDescriptorProto
        self._methods = {}  # "package.Service/Method" -> MethodDescriptorProto

    def close(self):
        self._channel.close()

    def services(self):
        """The full names of all services."""
        answer = self._reflect(list_services="*")
        return [service.name for service in answer.list_services_response.service]

    def call(self, method, request=None, *, timeout=TIMEOUT_S, journal=None):
        """Calls a unary method with the JSON form of its request; the answer as a message."""
        return self._stub(method)(self.message(method, request or {}), timeout=timeout,
                                  metadata=_metadata(journal), wait_for_ready=timeout is not None)

    def stream(self, method, requests, *, timeout=TIMEOUT_S, journal=None):
        """Calls a streaming method: an iterator of messages, which is also the grpc.Call.
        `requests` is the JSON form of the request or, where the client streams, an iterator of
        messages."""
        if isinstance(requests, dict):
            requests = self.message(method, requests)
        return self._stub(method)(requests, timeout=timeout, metadata=_metadata(journal),
                                  wait_for_ready=True)

    def message(self, method, content):
        """A request of this method from its JSON form."""
        return json_format.ParseDict(content, self._class(self._method(method).input_type)())

    def _stub(self, method):
        described = self._method(method)
        kinds = {(False, False): self._channel.unary_unary,
                 (False, True): self._channel.unary_stream,
                 (True, False): self._channel.stream_unary,
                 (True, True): self._channel.stream_stream}
        make = kinds[described.client_streaming, described.server_streaming]
        return make(f"/{method}", self._class(described.input_type).SerializeToString,
                    self._class(described.output_type).FromString)

    def _class(self, type_name):
        return _message_class(self._pool, type_name.lstrip("."))

    def _method(self, method):
        if method not in self._methods:
            self._learn(self._reflect(file_containing_symbol=method.split("/")[0]))
        return self._methods[method]

    def _reflect(self, **question):
        answers = self._ask(iter([_Request(**question)]), timeout=TIMEOUT_S, wait_for_ready=True)
        answer = next(answers)
        if answer.HasField("error_response"):
            raise LookupError(f"{question}: {answer.error_response.error_message}")
        return answer

    def _learn(self, answer):
        for content in answer.file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(content)
            self._files.setdefault(file.name, file)
        for content in answer.file_descriptor_response.file_descriptor_proto:
            self._add(descriptor_pb2.FileDescriptorProto.FromString(content).name)

    def _add(self, name):
        """Adds a file to the pool, after those that it imports."""
        if name not in self._files:
            self._learn(self._reflect(file_by_filename=name))
        file = self._files[name]
        if self._known(name):
            return
        for dependency in file.dependency:
            self._add(dependency)
        self._pool.AddSerializedFile(file.SerializeToString())
        for service in file.service:
            for method in service.method:
                self._methods[f"{file.package}.{service.name}/{method.name}"] = method

    def _known(self, name):
        try:
            self._pool.FindFileByName(name)
            return True
        except KeyError:
            return False


def _metadata(journal):
    return [("bangfu-service", journal)] if journal else None
