#include "gateway/cli/progress.h"

#include <algorithm>
#include <utility>

#include "gateway/cli/text_table.h"
#include "services/common/text/digits.h"
#include "services/common/text/width.h"

namespace bangfu::cli {
namespace {

constexpr size_t kBarColumnsMax = 40;
constexpr size_t kBarColumnsMin = 8;
constexpr auto kRepaintInterval = std::chrono::milliseconds(100);

std::string Bar(int64_t done, int64_t total, size_t columns) {
  const auto filled = static_cast<size_t>(static_cast<double>(columns) * static_cast<double>(done) /
                                          static_cast<double>(total));
  return "[" + std::string(filled, '#') + std::string(columns - filled, '.') + "] ";
}

}  // namespace

std::string RenderProgress(std::string_view label, int64_t done, int64_t total,
                           double rows_per_second, size_t columns) {
  std::string counts = text::GroupDigits(done);
  if (total > 0) counts += "/" + text::GroupDigits(total);
  counts += " rows, " + text::GroupDigits(static_cast<int64_t>(rows_per_second)) + "/s";
  const std::string start = std::string(label) + " ";
  const size_t taken = text::DisplayWidth(start) + counts.size() + 3;  // brackets and a space
  std::string bar;
  if (total > 0 && columns >= taken + kBarColumnsMin) {
    bar = Bar(std::min(done, total), total, std::min(kBarColumnsMax, columns - taken));
  }
  return text::TruncateToWidth(start + bar + counts, columns);
}

Progress::Progress(std::ostream& out, std::function<size_t()> terminal_columns)
    : out_(out), terminal_columns_(std::move(terminal_columns)) {}

Progress::~Progress() { End(); }

void Progress::Begin(std::string phase, int64_t total) {
  End();
  phase_ = std::move(phase);
  total_ = total;
  file_.clear();
  file_rows_ = rows_before_ = 0;
  begun_ = Clock::now();
}

void Progress::Update(std::string_view file, int64_t rows) {
  if (!terminal_columns_) return;
  if (file != file_) {
    rows_before_ += file_rows_;
    file_ = file;
  }
  file_rows_ = rows;
  const Clock::time_point now = Clock::now();
  if (!visible_ || now - painted_ >= kRepaintInterval) Paint(now);
}

void Progress::Paint(Clock::time_point now) {
  const int64_t done = rows_before_ + file_rows_;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  // The last column stays free: some terminals wrap when it is written.
  const size_t columns = std::max<size_t>(terminal_columns_(), 2) - 1;
  const std::string line = RenderProgress(phase_ + " " + file_, done, total_, rate, columns);
  out_ << '\r' << text::PadToWidth(line, columns) << std::flush;
  painted_ = now;
  visible_ = true;
}

void Progress::End() {
  if (!visible_) return;
  out_ << '\r' << std::string(std::max<size_t>(terminal_columns_(), 2) - 1, ' ') << '\r'
       << std::flush;
  visible_ = false;
}

void Progress::Line(std::string_view text) {
  if (!terminal_columns_) out_ << text << '\n' << std::flush;
}

}  // namespace bangfu::cli
