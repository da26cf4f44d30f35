// Messages in tests as text, and their comparison as a whole.
#ifndef BANGFU_TESTS_GATEWAY_PROTO_TEXT_H_
#define BANGFU_TESTS_GATEWAY_PROTO_TEXT_H_

#include <string>

#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace bangfu::gateway {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// What `message` says against what it is to say, in one notation.
template <typename Message>
void ExpectProto(const Message& message, const std::string& text) {
  EXPECT_EQ(message.DebugString(), FromText<Message>(text).DebugString());
}

}  // namespace bangfu::gateway

#endif  // BANGFU_TESTS_GATEWAY_PROTO_TEXT_H_
