#include "gateway/sheet_service.h"

#include <mutex>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/impl/codegen/proto_utils.h>

#include "gateway/sheet_question.h"
#include "gateway/source_deadline.h"
#include "services/common/server/grpc_status.h"

namespace bangfu::gateway {
namespace {

// From here on a sheet is compressed for whoever accepts that: on a slow line it saves more time
// than it costs. Below, it fits into a few packets, and compressing would be most of its cost.
constexpr size_t kCompressBytesMin = 64 * 1024;

// Everything that the sheet depends on beside the heads and what reporting was started with.
std::string KeyOf(const SheetQuestion& question) {
  return absl::StrCat(question.name, "\n", question.as_of.year(), "-", question.as_of.month(), "-",
                      question.as_of.day(), "\n", static_cast<int>(question.language), "\n",
                      question.template_id);
}

grpc::Slice Serialised(const v1::AchievementSheet& sheet) {
  grpc::Slice bytes(sheet.ByteSizeLong());
  sheet.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(bytes.begin()));
  return bytes;
}

absl::StatusOr<v1::GetAchievementSheetRequest> Parsed(const grpc::ByteBuffer& bytes) {
  v1::GetAchievementSheetRequest request;
  grpc::ByteBuffer copy(bytes);  // shares the bytes
  const grpc::Status parsed =
      grpc::SerializationTraits<v1::GetAchievementSheetRequest>::Deserialize(&copy, &request);
  if (!parsed.ok()) return server::FromGrpcStatus(parsed);
  return request;
}

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(server::ToGrpcStatus(status));
  return reactor;
}

}  // namespace

// One caller. Whoever ends it first, by an answer or because the caller is gone, ends it alone.
class AchievementSheetFace::SheetCall final : public grpc::ServerUnaryReactor {
 public:
  SheetCall(std::unique_ptr<server::Admission::Ticket> ticket, SheetQuestion question,
            grpc::CallbackServerContext& context, grpc::ByteBuffer& response)
      : came(MonotonicNow()),
        deadline(server::DeadlineOf(context)),
        question_(std::move(question)),
        key_(KeyOf(question_)),
        ticket_(std::move(ticket)),
        context_(context),
        response_(response) {}

  // Keeps itself until OnDone.
  void Hold(std::shared_ptr<SheetCall> self) { self_ = std::move(self); }
  const SheetQuestion& question() const { return question_; }
  const std::string& key() const { return key_; }

  void Answer(const grpc::Slice& sheet) {
    if (!BeginEnd()) return;
    if (sheet.size() >= kCompressBytesMin) {
      context_.set_compression_level(GRPC_COMPRESS_LEVEL_MED);
    }
    response_ = grpc::ByteBuffer(&sheet, 1);
    Finish(grpc::Status::OK);
  }

  void Fail(const absl::Status& status) {
    if (BeginEnd()) Finish(server::ToGrpcStatus(status));
  }

  bool ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }

  // What it is to cancel when the caller goes.
  void SetAssembly(const std::shared_ptr<SheetAssembly>& assembly) {
    bool cancel = false;
    {
      const std::lock_guard lock(mutex_);
      assembly_ = assembly;
      cancel = ended_;
    }
    if (cancel) assembly->Cancel();
  }

  void OnCancel() override {
    Fail(absl::CancelledError("the caller is gone"));
    std::shared_ptr<SheetAssembly> assembly;
    {
      const std::lock_guard lock(mutex_);
      assembly = assembly_.lock();
    }
    if (assembly) assembly->Cancel();
  }

  friend bool HasEnded(const std::shared_ptr<SheetCall>& call) { return call->ended(); }

  void OnDone() override {
    ticket_.reset();
    self_.reset();  // may delete this
  }

  const absl::Time came;  // at the latest; MonotonicNow()'s
  const absl::Time deadline;

 private:
  bool BeginEnd() {
    const std::lock_guard lock(mutex_);
    return !std::exchange(ended_, true);
  }

  const SheetQuestion question_;
  const std::string key_;
  std::unique_ptr<server::Admission::Ticket> ticket_;
  grpc::CallbackServerContext& context_;
  grpc::ByteBuffer& response_;
  std::shared_ptr<SheetCall> self_;

  mutable std::mutex mutex_;  // guards what follows
  bool ended_ = false;
  std::weak_ptr<SheetAssembly> assembly_;
};

grpc::ServerUnaryReactor* AchievementSheetFace::GetAchievementSheet(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  auto ticket = admission_.Admit(*context);
  if (!ticket.ok()) return Refuse(context, ticket.status());
  const absl::StatusOr<v1::GetAchievementSheetRequest> parsed = Parsed(*request);
  if (!parsed.ok()) return Refuse(context, parsed.status());
  absl::StatusOr<SheetQuestion> question = ReadQuestion(*parsed, clock_());
  if (!question.ok()) return Refuse(context, question.status());
  const auto call =
      std::make_shared<SheetCall>(*std::move(ticket), *std::move(question), *context, *response);
  call->Hold(call);
  Serve(call);
  return call.get();
}

AchievementSheetFace::~AchievementSheetFace() {
  const absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](int* asking) { return *asking == 0; }, &asking_));
}

// The call came before this moment: if all heads are known now, a sheet of these heads has in it
// whatever any writer was answered before the call.
void AchievementSheetFace::Serve(const SheetCallPtr& call) {
  if (call->ended()) return;
  const absl::Time now = MonotonicNow();
  const PresentHeads::Moment moment = heads_.At(now);
  if (const std::optional<grpc::Slice> sheet = cache_.Find(call->key(), moment)) {
    return call->Answer(*sheet);
  }
  SheetFlights::Boarded boarded = Board(call, now, moment);
  if (boarded.part != Part::kPassenger) Ask(call, boarded.flight, moment);
}

AchievementSheetFace::SheetFlights::Boarded AchievementSheetFace::Board(
    const SheetCallPtr& call, absl::Time now, const PresentHeads::Moment& moment) {
  const absl::Time wall_now = absl::Now();
  const absl::Duration left = call->deadline - wall_now;
  const absl::Duration over = DeadlinesWithin(wall_now, call->deadline).again - wall_now;
  const absl::MutexLock lock(&mutex_);
  return flights_.Board({.question = call->key(),
                         .came = call->came,
                         .now = now,
                         .deadline = now + left,
                         .over = now + over,
                         .moment = moment},
                        call);
}

void AchievementSheetFace::Ask(const SheetCallPtr& call, FlightId flight,
                               const PresentHeads::Moment& moment) {
  {
    const absl::MutexLock lock(&mutex_);
    ++asking_;
  }
  // What a writer was answered before this call is known: so reporting, which may be a moment
  // behind, need not be asked twice.
  const auto assembly =
      SheetAssembly::Start(call->question(), cache_.GrownSince(call->key(), moment),
                           DeadlinesWithin(absl::Now(), call->deadline), backends_,
                           [this, call, flight, moment](absl::StatusOr<AssembledSheet> made) {
                             Land(call, flight, moment, std::move(made));
                             // Last, since whoever destroys this waits for it.
                             const absl::MutexLock lock(&mutex_);
                             --asking_;
                           });
  call->SetAssembly(assembly);
}

void AchievementSheetFace::Land(const SheetCallPtr& call, FlightId flight,
                                const PresentHeads::Moment& moment,
                                absl::StatusOr<AssembledSheet> made) {
  const bool has_left = call->ended();
  const bool is_whole = made.ok() && !made->sheet.partial();
  grpc::Slice sheet;
  if (made.ok()) sheet = Serialised(made->sheet);
  if (is_whole && moment.complete) {
    cache_.Put(call->key(), sheet, std::move(made->heads), moment.generation);
  }
  const SheetFlights::Landed passengers = TakePassengers(flight);
  made.ok() ? call->Answer(sheet) : call->Fail(made.status());
  for (const SheetCallPtr& other : passengers.sharing) {
    is_whole ? other->Answer(sheet) : ServeAgain(other, has_left);
  }
  for (const SheetCallPtr& other : passengers.later) {
    is_whole ? Serve(other) : ServeAgain(other, has_left);
  }
}

// Nobody waits in vain twice: what was wrong would be wrong with the next flights, too, one after
// the other. Not so when it was only that its caller left.
void AchievementSheetFace::ServeAgain(const SheetCallPtr& call, bool leader_left) {
  if (leader_left) return Serve(call);
  if (!call->ended()) Ask(call, 0, heads_.At(MonotonicNow()));
}

AchievementSheetFace::SheetFlights::Landed AchievementSheetFace::TakePassengers(FlightId flight) {
  if (flight == 0) return {};
  const absl::MutexLock lock(&mutex_);
  return flights_.Land(flight);
}

}  // namespace bangfu::gateway
