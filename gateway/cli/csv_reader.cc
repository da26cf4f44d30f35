#include "gateway/cli/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "gateway/cli/status_text.h"
#include "services/common/text/utf8.h"

namespace bangfu::cli {
namespace {

constexpr size_t kBufferBytes = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes that end a run: separators, quotes, and controls other than the tab.
constexpr std::array<bool, 256> MakeSpecial() {
  std::array<bool, 256> special = {};
  for (int byte = 0; byte < 0x20; ++byte) special[byte] = byte != '\t';
  special[0x7F] = special[','] = special['"'] = true;
  return special;
}
constexpr std::array<bool, 256> kSpecial = MakeSpecial();

std::string HexByte(unsigned char byte) {
  std::array<char, 8> text;
  std::snprintf(text.data(), text.size(), "0x%02X", byte);
  return text.data();
}

}  // namespace

CsvReader::CsvReader(Source source) : source_(std::move(source)), buffer_(kBufferBytes) {}

bool CsvReader::Refill() {
  at_ = end_ = 0;
  return !ended_ && Append();
}

// Adds to the buffer; false at the end.
bool CsvReader::Append() {
  absl::StatusOr<size_t> filled = source_(buffer_.data() + end_, buffer_.size() - end_);
  if (!filled.ok()) source_status_ = filled.status();
  ended_ = !filled.ok() || *filled == 0;
  if (!ended_) end_ += *filled;
  return !ended_;
}

int CsvReader::Peek() {
  if (at_ == end_ && !Refill()) return -1;
  return static_cast<unsigned char>(buffer_[at_]);
}

// False when the file cannot be a CSV file in UTF-8.
bool CsvReader::StartFile() {
  started_ = true;
  while (end_ < kByteOrderMark.size() && Append()) {
  }
  const std::string_view start(buffer_.data(), end_);
  if (start.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  return !start.starts_with("\xFF\xFE") && !start.starts_with("\xFE\xFF");
}

void CsvReader::BeginRecord() {
  state_ = State::kFieldStart;
  line_ = next_line_;
  record_bytes_ = 0;
  has_high_bytes_ = has_flaw_ = false;
  content_.clear();
  ends_.clear();
}

CsvReader::Next CsvReader::Read() {
  if (!started_ && !StartFile()) {
    ended_ = true;
    at_ = end_;
    return Report("text in UTF-16", "UTF-8 (in a spreadsheet: save as \"CSV UTF-8\")", -1);
  }
  BeginRecord();
  while (Peek() >= 0) {
    TakeRun();
    if (record_bytes_ > kRecordBytesMax) return TooLong();
    if (at_ == end_) continue;
    ++record_bytes_;
    switch (Take(buffer_[at_++])) {
      case Step::kMore:
        break;
      case Step::kRecord:
        return EndRecord();
      case Step::kBlankLine:
        BeginRecord();
        break;
      case Step::kBroken:
        SkipLine();
        return Next::kProblem;
    }
  }
  return EndFile();
}

void CsvReader::TakeRun() {
  if (state_ == State::kQuoteClosed || record_bytes_ > kRecordBytesMax) return;
  const char* begin = buffer_.data() + at_;
  // One byte over the limit is enough to know.
  const size_t limit = std::min(end_ - at_, kRecordBytesMax + 1 - record_bytes_);
  unsigned char high = 0;
  size_t size = 0;
  for (; size < limit; ++size) {
    const auto byte = static_cast<unsigned char>(begin[size]);
    if (kSpecial[byte]) break;
    high |= byte;
  }
  if (size == 0) return;
  if (state_ == State::kFieldStart) state_ = State::kPlain;
  has_high_bytes_ = has_high_bytes_ || (high & 0x80) != 0;
  content_.append(begin, size);
  record_bytes_ += size;
  at_ += size;
}

// Takes a byte that may be special; after a closing quote any byte comes here.
CsvReader::Step CsvReader::Take(char byte) {
  if (byte == '"') return TakeQuote();
  if (byte == '\r') return TakeCarriageReturn();
  if (byte == '\n') return TakeLineEnd();
  if (byte == ',') {
    if (state_ == State::kQuoted) {
      content_.push_back(byte);
    } else {
      EndField();
    }
    return Step::kMore;
  }
  if (state_ == State::kQuoteClosed) {
    Report("more text after the closing quotation mark of a field",
           "a comma or the end of the line (a quotation mark inside a field is doubled)",
           FieldIndex());
    return Step::kBroken;
  }
  TakeControl(byte);
  return Step::kMore;
}

CsvReader::Step CsvReader::TakeQuote() {
  switch (state_) {
    case State::kFieldStart:
      state_ = State::kQuoted;
      return Step::kMore;
    case State::kQuoted:
      state_ = State::kQuoteClosed;
      return Step::kMore;
    case State::kQuoteClosed:  // a doubled one stands for itself
      content_.push_back('"');
      state_ = State::kQuoted;
      return Step::kMore;
    case State::kPlain:
      break;
  }
  Report("a quotation mark inside a field that does not begin with one",
         "the whole field in quotation marks, and those inside it doubled", FieldIndex());
  return Step::kBroken;
}

CsvReader::Step CsvReader::TakeLineEnd() {
  ++next_line_;
  if (state_ == State::kQuoted) {
    content_.push_back('\n');
    return Step::kMore;
  }
  if (state_ == State::kFieldStart && ends_.empty()) return Step::kBlankLine;
  EndField();
  return Step::kRecord;
}

CsvReader::Step CsvReader::TakeCarriageReturn() {
  if (Peek() == '\n') {
    ++at_;
    ++record_bytes_;
    return TakeLineEnd();
  }
  Report("a carriage return without a line feed", "lines that end in LF or CRLF", FieldIndex());
  return Step::kBroken;
}

void CsvReader::TakeControl(char byte) {
  if (state_ == State::kFieldStart) state_ = State::kPlain;
  if (has_flaw_) return;
  has_flaw_ = true;
  Report("a control character (" + HexByte(static_cast<unsigned char>(byte)) + ")",
         "text without control characters other than tabs and line feeds", FieldIndex());
}

void CsvReader::EndField() {
  ends_.push_back(content_.size());
  state_ = State::kFieldStart;
}

CsvReader::Next CsvReader::EndRecord() {
  if (has_flaw_) return Next::kProblem;
  fields_.clear();
  size_t begin = 0;
  for (const size_t end : ends_) {
    fields_.push_back(std::string_view(content_).substr(begin, end - begin));
    begin = end;
  }
  for (size_t i = 0; has_high_bytes_ && i < fields_.size(); ++i) {
    const std::optional<size_t> flaw = text::ValidateUtf8(fields_[i]);
    if (!flaw) continue;
    return Report("the byte " + HexByte(static_cast<unsigned char>(fields_[i][*flaw])) +
                      ", which is not UTF-8",
                  "UTF-8 (in a spreadsheet: save as \"CSV UTF-8\")", static_cast<int>(i));
  }
  return Next::kRecord;
}

CsvReader::Next CsvReader::EndFile() {
  if (!source_status_.ok()) {
    const std::string message = MessageOf(source_status_);
    source_status_ = absl::OkStatus();
    BeginRecord();
    return Report(message, "a file that can be read", -1);
  }
  if (state_ == State::kQuoted) {
    return Report("a quotation mark that is never closed", "one that closes the field",
                  FieldIndex());
  }
  if (state_ == State::kFieldStart && ends_.empty()) return Next::kEnd;
  EndField();
  return EndRecord();
}

CsvReader::Next CsvReader::TooLong() {
  const std::string most = std::to_string(kRecordBytesMax / 1024) + " KiB";
  content_.clear();
  if (state_ == State::kQuoted) {
    // Where the next record begins is anybody's guess.
    ended_ = true;
    at_ = end_;
    return Report("a quotation mark that is not closed within " + most,
                  "one that closes the field (the rest of the file was not read)", FieldIndex());
  }
  Report("a line of more than " + most, "at most " + most + " in a line", FieldIndex());
  SkipLine();
  return Next::kProblem;
}

CsvReader::Next CsvReader::Report(std::string found, std::string expected, int field) {
  problem_ = {line_, field, std::move(found), std::move(expected)};
  return Next::kProblem;
}

void CsvReader::SkipLine() {
  while (Peek() >= 0) {
    const char* begin = buffer_.data() + at_;
    const void* line_end = std::memchr(begin, '\n', end_ - at_);
    if (line_end == nullptr) {
      at_ = end_;
      continue;
    }
    at_ += static_cast<const char*>(line_end) - begin + 1;
    ++next_line_;
    return;
  }
}

}  // namespace bangfu::cli
