// Tells the followers of a journal that something was committed. In one process: whoever commits
// calls Notify, every subscriber's callback runs. Not a queue: a subscriber reads what is new
// itself.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_COMMIT_SIGNAL_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_COMMIT_SIGNAL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace bangfu::journal {

class CommitSignal {
 public:
  // Runs on the notifying thread, and must return at once. `closed`: no commit will follow.
  using Callback = std::function<void(bool closed)>;

  // Ends the subscription when destroyed; the callback may still be running then, so it holds what
  // it needs by itself (a weak_ptr, say).
  class Subscription {
   public:
    Subscription(CommitSignal* signal, int64_t id) : signal_(signal), id_(id) {}
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription() { signal_->Remove(id_); }

   private:
    CommitSignal* signal_;
    int64_t id_;
  };

  // Calls back at once when the signal is closed already.
  std::unique_ptr<Subscription> Subscribe(Callback callback);

  void Notify() { CallAll(/*closed=*/false); }
  // Ends every follower; for the drain.
  void Close();

 private:
  void Remove(int64_t id);
  void CallAll(bool closed);

  std::mutex mutex_;  // guards what follows
  bool closed_ = false;
  int64_t next_id_ = 0;
  std::map<int64_t, Callback> callbacks_;
};

// Those of one journal.
struct CommitSignals {
  CommitSignal all;
  CommitSignal of_others;  // of other processes' commits alone
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_COMMIT_SIGNAL_H_
