// Reads CSV as a stream (RFC 4180, strict UTF-8), in memory that no file can make grow: a record
// has at most 64 KiB, and of a longer one nothing is kept. Not what the columns mean: csv_table.h.
#ifndef BANGFU_GATEWAY_CLI_CSV_READER_H_
#define BANGFU_GATEWAY_CLI_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace bangfu::cli {

// A record with its quotes and its line end.
inline constexpr size_t kRecordBytesMax = 64 * 1024;

// Why a record, or the rest of the file, cannot be read.
struct CsvProblem {
  int64_t line = 0;  // where the record begins
  int field = -1;    // index of the field; -1 when it is of none in particular
  std::string found;
  std::string expected;
};

class CsvReader {
 public:
  // Fills up to `size` bytes and answers how many; 0 at the end.
  using Source = std::function<absl::StatusOr<size_t>(char* buffer, size_t size)>;

  enum class Next { kRecord, kProblem, kEnd };

  explicit CsvReader(Source source);

  // The next record or problem. After a problem the reader goes on with the next line where it is
  // sure where that is, and otherwise ends. Empty lines are passed over; CRLF reads as LF, inside
  // quotes too; a byte order mark at the start is passed over.
  Next Read();

  // Of the record read last; both hold until the next Read. The line is the one that it begins on,
  // from 1, as an editor counts.
  int64_t line() const { return line_; }
  const std::vector<std::string_view>& fields() const { return fields_; }

  // Of the problem met last.
  const CsvProblem& problem() const { return problem_; }

 private:
  enum class State { kFieldStart, kPlain, kQuoted, kQuoteClosed };
  // What a byte made of the record.
  enum class Step { kMore, kRecord, kBlankLine, kBroken };

  bool Refill();
  bool Append();
  // The next byte without taking it; -1 at the end.
  int Peek();
  bool StartFile();
  void BeginRecord();
  // Takes a run of bytes that mean nothing special into the field.
  void TakeRun();
  Step Take(char byte);
  Step TakeQuote();
  Step TakeLineEnd();
  Step TakeCarriageReturn();
  void TakeControl(char byte);
  void EndField();
  Next EndRecord();
  Next EndFile();
  Next TooLong();
  Next Report(std::string found, std::string expected, int field);
  void SkipLine();
  int FieldIndex() const { return static_cast<int>(ends_.size()); }

  Source source_;
  std::vector<char> buffer_;
  size_t at_ = 0;
  size_t end_ = 0;
  bool started_ = false;
  bool ended_ = false;
  absl::Status source_status_;

  State state_ = State::kFieldStart;
  int64_t line_ = 1;       // where the record begins
  int64_t next_line_ = 1;  // of the next byte
  size_t record_bytes_ = 0;
  bool has_high_bytes_ = false;
  bool has_flaw_ = false;  // problem_ tells of this record, which is read to its end all the same
  std::string content_;    // the fields without their quotes, side by side
  std::vector<size_t> ends_;  // where each field ends in it
  std::vector<std::string_view> fields_;
  CsvProblem problem_;
};

// Reads a file. NotFound or another error when it cannot be opened or is no regular file.
absl::StatusOr<CsvReader::Source> OpenFile(const std::string& path);

// Reads `text`, which must outlive it.
CsvReader::Source FromText(std::string_view text);

// Appends a record and LF to `csv`, with quotes where they are needed.
void AppendCsvRecord(const std::vector<std::string>& fields, std::string& csv);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_CSV_READER_H_
