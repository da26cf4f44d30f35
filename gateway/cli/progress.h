// How far an import is: a bar on a terminal, a line per file elsewhere.
#ifndef BANGFU_GATEWAY_CLI_PROGRESS_H_
#define BANGFU_GATEWAY_CLI_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace bangfu::cli {

// One line of exactly `columns` or fewer: label, bar, rows done of all, rows a second. What does
// not fit is left out, the bar first. `total` of 0 means that it is not known.
std::string RenderProgress(std::string_view label, int64_t done, int64_t total,
                           double rows_per_second, size_t columns);

class Progress {
 public:
  // `terminal_columns` answers the width of the terminal, and is empty when there is none.
  Progress(std::ostream& out, std::function<size_t()> terminal_columns);
  ~Progress();

  // Begins a phase of `total` rows, 0 when that is not known.
  void Begin(std::string phase, int64_t total);

  // So many rows of a file are done.
  void Update(std::string_view file, int64_t rows);

  // Ends the phase: the bar goes; elsewhere nothing is left to do.
  void End();

  // Says something about a file that is done, only where there is no bar.
  void Line(std::string_view text);

 private:
  using Clock = std::chrono::steady_clock;

  void Paint(Clock::time_point now);

  std::ostream& out_;
  std::function<size_t()> terminal_columns_;
  std::string phase_;
  std::string file_;
  int64_t total_ = 0;
  int64_t file_rows_ = 0;
  int64_t rows_before_ = 0;  // of the files before this one
  Clock::time_point begun_;
  Clock::time_point painted_;
  bool visible_ = false;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_PROGRESS_H_
