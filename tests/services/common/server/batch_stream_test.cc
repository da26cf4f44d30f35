#include "services/common/server/batch_stream.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/server/call_runner.h"
#include "services/common/status/errors.h"
#include "tests/services/common/server/stand_in.h"

namespace bangfu::server {
namespace {

// What the handler was given, for the test to take in its own time.
class Inbox {
 public:
  void Put(ImportCall call) {
    const std::lock_guard lock(mutex_);
    ++put_;
    calls_.push_back(std::move(call));
    some_.notify_one();
  }
  ImportCall Take() {
    std::unique_lock lock(mutex_);
    if (!some_.wait_for(lock, kPatience, [this] { return !calls_.empty(); })) return nullptr;
    ImportCall call = std::move(calls_.front());
    calls_.pop_front();
    return call;
  }
  int put() {
    const std::lock_guard lock(mutex_);
    return put_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable some_;
  std::deque<ImportCall> calls_;
  int put_ = 0;
};

ImportRecordsResponse AnswerTo(const ImportCall& call) {
  ImportRecordsResponse response;
  response.mutable_result()->set_request_id(call->request.request_id());
  return response;
}

void Answer(const ImportCall& call) { call->done(AnswerTo(call)); }

class BatchStreamTest : public ServerTest {
 protected:
  // With a handler that leaves all to the test, but for the place in the queue.
  void ServeInbox() {
    ServeHandler([this](const ImportCall& call) {
      inbox_.Put(call);
      call->enqueued();
    });
  }

  void ServeHandler(ImportHandler handler) {
    handlers_.import = std::move(handler);
    handlers_.unary = [this](auto* context, auto*, auto*) {
      return CallRunner(*admission_, nullptr).Inline(context, [] { return absl::OkStatus(); });
    };
    Serve();
    SetPatience(context_);
    stream_ = households_->ImportRecords(&context_);
  }

  void Send(int batches) {
    for (int i = 0; i < batches; ++i) {
      ImportRecordsRequest request;
      request.set_request_id(std::to_string(sent_++));
      ASSERT_TRUE(stream_->Write(request));
    }
  }

  std::vector<ImportCall> Take(int batches) {
    std::vector<ImportCall> calls;
    for (int i = 0; i < batches; ++i) {
      calls.push_back(inbox_.Take());
      EXPECT_NE(calls.back(), nullptr);
    }
    return calls;
  }

  // The request_id of the next answer; "end" when there is none.
  std::string NextAnswer() {
    ImportRecordsResponse response;
    return stream_->Read(&response) ? response.result().request_id() : "end";
  }

  absl::Status End() { return FromGrpcStatus(stream_->Finish()); }

  // On the same connection and after what was sent: gives the server time to go too far.
  void RoundTrip() {
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(Call().ok());
  }

  void TearDown() override {
    context_.TryCancel();
    stream_.reset();
    server_.reset();
  }

  Inbox inbox_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<ImportRecordsRequest, ImportRecordsResponse>> stream_;
  int sent_ = 0;
};

TEST_F(BatchStreamTest, AnswersComeInTheOrderOfTheBatchesHoweverTheyEnd) {
  ServeInbox();
  Send(3);
  const std::vector<ImportCall> calls = Take(3);
  Answer(calls[2]);
  Answer(calls[0]);
  EXPECT_EQ(NextAnswer(), "0");
  Answer(calls[1]);
  EXPECT_EQ(NextAnswer(), "1");
  EXPECT_EQ(NextAnswer(), "2");
}

TEST_F(BatchStreamTest, StreamEndsWellAfterTheLastAnswer) {
  ServeInbox();
  Send(2);
  stream_->WritesDone();
  for (const ImportCall& call : Take(2)) Answer(call);
  EXPECT_EQ(NextAnswer(), "0");
  EXPECT_EQ(NextAnswer(), "1");
  EXPECT_EQ(NextAnswer(), "end");
  EXPECT_TRUE(End().ok());
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(BatchStreamTest, StreamWithoutABatchEndsWell) {
  ServeInbox();
  stream_->WritesDone();
  EXPECT_EQ(NextAnswer(), "end");
  EXPECT_TRUE(End().ok());
}

TEST_F(BatchStreamTest, FourAreUnderWayAndTheFifthWaitsForAnAnswer) {
  ServeInbox();
  Send(6);
  const std::vector<ImportCall> calls = Take(4);
  RoundTrip();
  EXPECT_EQ(inbox_.put(), kBatchesInFlightMax);
  Answer(calls[1]);  // not the oldest: it holds its place until its turn
  RoundTrip();
  EXPECT_EQ(inbox_.put(), kBatchesInFlightMax);
  Answer(calls[0]);
  EXPECT_EQ(Take(2).back()->request.request_id(), "5");
}

TEST_F(BatchStreamTest, NextBatchComesOnlyWhenTheLastHasItsPlace) {
  ServeHandler([this](const ImportCall& call) { inbox_.Put(call); });
  Send(2);
  const ImportCall first = inbox_.Take();
  RoundTrip();
  EXPECT_EQ(inbox_.put(), 1);
  first->enqueued();
  EXPECT_EQ(inbox_.Take()->request.request_id(), "1");
}

TEST_F(BatchStreamTest, AnswerWithoutAPlaceLetsTheNextBatchCome) {
  ServeHandler([](const ImportCall& call) {
    Answer(call);
    call->enqueued();  // late, and of no effect
  });
  Send(10);
  stream_->WritesDone();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(NextAnswer(), std::to_string(i));
  EXPECT_TRUE(End().ok());
}

TEST_F(BatchStreamTest, AnswerBehindAnUnansweredBatchCountsAsAPlace) {
  ServeHandler([this](const ImportCall& call) { inbox_.Put(call); });
  Send(3);
  const ImportCall first = inbox_.Take();
  first->enqueued();
  Answer(inbox_.Take());
  const ImportCall third = inbox_.Take();
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(third->request.request_id(), "2");
}

TEST_F(BatchStreamTest, ErrorEndsTheStreamAfterTheAnswersBeforeIt) {
  ServeInbox();
  Send(3);
  const std::vector<ImportCall> calls = Take(3);
  calls[1]->done(Error(absl::StatusCode::kFailedPrecondition, "A_REASON", "no"));
  Answer(calls[2]);
  EXPECT_FALSE(calls[2]->cancellation->cancelled());
  Answer(calls[0]);
  EXPECT_EQ(NextAnswer(), "0");
  EXPECT_EQ(NextAnswer(), "end");
  EXPECT_EQ(ReasonOf(End()), "A_REASON");
}

TEST_F(BatchStreamTest, ErrorTellsTheBatchesBehindItToStop) {
  ServeInbox();
  Send(2);
  std::vector<ImportCall> calls = Take(2);
  stream_->WritesDone();
  calls[0]->done(absl::AbortedError("no"));
  EXPECT_TRUE(absl::IsAborted(End()));
  EXPECT_TRUE(calls[1]->cancellation->cancelled());
  EXPECT_EQ(admission_->calls_in_flight(), 1);  // until the last batch has ended
  calls.clear();
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(BatchStreamTest, CancellingTellsTheHandlerAndItsLateAnswerIsIgnored) {
  ServeInbox();
  Send(1);
  ImportCall call = inbox_.Take();
  context_.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(End()));
  EXPECT_TRUE(Eventually([&] { return call->cancellation->cancelled(); }));
  Answer(call);
  call->enqueued();
  call.reset();
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(BatchStreamTest, HandlerThatForgetsABatchEndsTheStream) {
  ServeHandler([](const ImportCall&) {});
  Send(1);
  EXPECT_EQ(NextAnswer(), "end");
  EXPECT_EQ(End().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(BatchStreamTest, HandlerThatThrowsEndsTheStream) {
  ServeHandler([](const ImportCall&) { throw std::runtime_error("private"); });
  Send(1);
  const absl::Status status = End();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.ToString().find("private"), std::string::npos);
}

TEST_F(BatchStreamTest, StreamWithoutDeadlineIsRefused) {
  ServeInbox();
  grpc::ClientContext context;
  const auto stream = households_->ImportRecords(&context);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stream->Finish())), "DEADLINE_REQUIRED");
}

TEST_F(BatchStreamTest, StreamCountsAsOneCall) {
  handlers_.limits.calls_in_flight_max = 1;
  ServeInbox();
  Send(1);
  const ImportCall call = inbox_.Take();
  EXPECT_EQ(ReasonOf(Call()), "TOO_MANY_CALLS");
}

TEST_F(BatchStreamTest, RequestsOfAReusedMessageHoldNothingOfTheOneBefore) {
  ServeInbox();
  ImportRecordsRequest full;
  full.set_county("510524");
  full.add_records();
  ASSERT_TRUE(stream_->Write(full));
  Answer(inbox_.Take());
  ASSERT_EQ(NextAnswer(), "");
  Send(2);
  for (const ImportCall& call : Take(2)) {
    EXPECT_EQ(call->request.county(), "");
    EXPECT_EQ(call->request.records_size(), 0);
  }
}

TEST_F(BatchStreamTest, AnswersFromManyThreadsKeepTheirOrder) {
  constexpr int kBatches = 400;
  ServeInbox();
  std::vector<std::thread> workers;
  for (unsigned seed = 0; seed < 4; ++seed) {
    workers.emplace_back([this, seed] {
      std::mt19937 random(seed);
      while (const ImportCall call = inbox_.Take()) {
        if (call->request.request_id().empty()) return Answer(call);
        for (unsigned i = random() % 8; i > 0; --i) std::this_thread::yield();
        Answer(call);
      }
    });
  }
  std::thread sender([this] {
    Send(kBatches);
    for (int i = 0; i < 4; ++i) stream_->Write(ImportRecordsRequest());  // one for each worker
    stream_->WritesDone();
  });
  for (int i = 0; i < kBatches; ++i) EXPECT_EQ(NextAnswer(), std::to_string(i));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(NextAnswer(), "");
  for (std::thread& worker : workers) worker.join();
  sender.join();
  EXPECT_TRUE(End().ok());
}

}  // namespace
}  // namespace bangfu::server
