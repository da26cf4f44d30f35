#include "services/common/server/batch_stream.h"

#include <atomic>
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

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
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
  // With a handler that leaves all to the test.
  void ServeInbox() {
    ServeHandler([this](const ImportCall& call) { inbox_.Put(call); });
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

  // A step that notes whose it was, and keeps its call as those of the services do.
  void TakeStep(const ImportCall& call) {
    call->in_turn([this, call] {
      EXPECT_FALSE(taking_step_.exchange(true)) << "two at a time";
      {
        const std::lock_guard lock(steps_mutex_);
        steps_ += call->request.request_id();
      }
      taking_step_ = false;
    });
  }

  // Whose were taken, by their request_ids.
  std::string steps() {
    const std::lock_guard lock(steps_mutex_);
    return steps_;
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
  // Of handlers and steps that outlive a test.
  absl::Notification begun_;
  absl::Notification go_on_;
  std::atomic<bool> taking_step_ = false;
  std::mutex steps_mutex_;
  std::string steps_;
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

TEST_F(BatchStreamTest, NextBatchComesOnceTheHandlerHasTheLast) {
  ServeHandler([this](const ImportCall& call) {
    inbox_.Put(call);
    go_on_.WaitForNotificationWithTimeout(absl::FromChrono(kPatience));
  });
  Send(2);
  const ImportCall first = inbox_.Take();
  RoundTrip();
  EXPECT_EQ(inbox_.put(), 1);
  go_on_.Notify();
  EXPECT_EQ(inbox_.Take()->request.request_id(), "1");
}

TEST_F(BatchStreamTest, StepsAreTakenInTheOrderOfTheBatches) {
  ServeInbox();
  Send(3);
  const std::vector<ImportCall> calls = Take(3);
  TakeStep(calls[2]);
  TakeStep(calls[1]);
  EXPECT_EQ(steps(), "");
  TakeStep(calls[0]);
  EXPECT_TRUE(Eventually([this] { return steps() == "012"; }));
}

TEST_F(BatchStreamTest, StepIsTakenWhenTheOneBeforeHasEnded) {
  ServeInbox();
  Send(2);
  const std::vector<ImportCall> calls = Take(2);
  std::thread first([&] {
    calls[0]->in_turn([this] {
      begun_.Notify();
      go_on_.WaitForNotification();
    });
  });
  begun_.WaitForNotification();
  TakeStep(calls[1]);
  EXPECT_EQ(steps(), "");
  go_on_.Notify();
  first.join();
  EXPECT_TRUE(Eventually([this] { return steps() == "1"; }));
}

TEST_F(BatchStreamTest, AnswerWithoutAStepLetsTheNextBatchTakeItsOwn) {
  ServeInbox();
  Send(3);
  const std::vector<ImportCall> calls = Take(3);
  TakeStep(calls[2]);
  TakeStep(calls[0]);
  Answer(calls[1]);
  EXPECT_TRUE(Eventually([this] { return steps() == "02"; }));
}

TEST_F(BatchStreamTest, NoStepIsTakenBehindABatchThatFailed) {
  ServeInbox();
  Send(3);
  std::vector<ImportCall> calls = Take(3);
  TakeStep(calls[2]);
  calls[1]->done(absl::AbortedError("no"));
  TakeStep(calls[0]);
  EXPECT_TRUE(Eventually([this] { return steps() == "0"; }));
  Answer(calls[0]);
  EXPECT_EQ(NextAnswer(), "0");
  EXPECT_TRUE(absl::IsAborted(End()));
  calls.clear();
  EXPECT_TRUE(NoCallIsLeft());  // that of the step that was not taken neither
  EXPECT_EQ(steps(), "0");
}

TEST_F(BatchStreamTest, StepThatFailsIsTheLastOne) {
  ServeInbox();
  Send(2);
  std::vector<ImportCall> calls = Take(2);
  TakeStep(calls[1]);
  calls[0]->in_turn([call = calls[0]] { call->done(absl::AbortedError("the queue is full")); });
  EXPECT_TRUE(absl::IsAborted(End()));
  calls.clear();
  EXPECT_TRUE(NoCallIsLeft());
  EXPECT_EQ(steps(), "");
}

TEST_F(BatchStreamTest, StepOfABatchThatHasItsAnswerIsNotTaken) {
  ServeHandler([this](const ImportCall& call) {
    Answer(call);
    TakeStep(call);  // late, and of no effect
  });
  Send(10);
  stream_->WritesDone();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(NextAnswer(), std::to_string(i));
  EXPECT_TRUE(End().ok());
  EXPECT_EQ(steps(), "");
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(BatchStreamTest, StepThatWaitsGoesWithTheStream) {
  ServeInbox();
  Send(2);
  std::vector<ImportCall> calls = Take(2);
  TakeStep(calls[1]);
  context_.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(End()));
  EXPECT_TRUE(Eventually([&] { return calls[0]->cancellation->cancelled(); }));
  TakeStep(calls[0]);
  calls.clear();
  EXPECT_TRUE(NoCallIsLeft());
  EXPECT_EQ(steps(), "");
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

TEST_F(BatchStreamTest, StepsAndAnswersFromManyThreadsKeepTheirOrder) {
  constexpr int kBatches = 400;
  ServeInbox();
  int steps_taken = 0;  // by one at a time
  std::vector<std::thread> workers;
  for (unsigned seed = 0; seed < 4; ++seed) {
    workers.emplace_back([this, seed, &steps_taken] {
      std::mt19937 random(seed);
      while (const ImportCall call = inbox_.Take()) {
        if (call->request.request_id().empty()) return Answer(call);
        for (unsigned i = random() % 8; i > 0; --i) std::this_thread::yield();
        call->in_turn([this, call, &steps_taken] {
          EXPECT_FALSE(taking_step_.exchange(true)) << "two at a time";
          EXPECT_EQ(call->request.request_id(), std::to_string(steps_taken++));
          taking_step_ = false;
          Answer(call);
        });
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
