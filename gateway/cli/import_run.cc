#include "gateway/cli/import_run.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "gateway/cli/import_plan.h"
#include "gateway/cli/privacy.h"
#include "gateway/cli/status_text.h"
#include "services/common/text/digits.h"

namespace bangfu::cli {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string FixedSeconds(double seconds) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.3f", seconds);
  return text.data();
}

// "1 record", "2,000 records".
std::string CountOf(int64_t count, std::string_view what) {
  return text::GroupDigits(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// Records that were new, in a second; 0 when none was. What stood there already costs no write.
int64_t WriteRate(const ImportReport& report) {
  int64_t recorded = 0;
  for (const ImportReport::File& file : report.files) recorded += file.counts.recorded;
  if (report.write_seconds <= 0) return 0;
  return static_cast<int64_t>(static_cast<double>(recorded) / report.write_seconds);
}

// What a service says of a call as a whole may tell of records, too.
absl::Status WithoutPersonal(absl::Status status) {
  std::string shown = HidePersonal(MessageOf(status));
  if (shown == MessageOf(status)) return status;
  return {status.code(), shown};
}

class ImportRun {
 public:
  ImportRun(const ImportOptions& options, const ImportServer& server, Progress& progress)
      : options_(options),
        server_(server),
        progress_(progress),
        errors_(static_cast<size_t>(options.errors_max)) {}

  ImportReport Run() {
    report_.dry_run = options_.dry_run;
    absl::StatusOr<ImportPlan> plan = PlanImport(options_.directory, errors_);
    if (plan.ok()) {
      Check(*plan);
      if (report_.status.ok() && errors_.empty() && !options_.dry_run) WriteAll(*plan);
      AddFiles(*plan);
    } else {
      report_.status = plan.status();
    }
    progress_.End();
    report_.errors = errors_.Sorted();
    report_.errors_left_out = errors_.left_out();
    return std::move(report_);
  }

 private:
  void Check(ImportPlan& plan) {
    const Clock::time_point begin = Clock::now();
    progress_.Begin("reading", 0);
    CheckLocally(plan, errors_, [this](const PlannedFile& file, int64_t rows) {
      progress_.Update(file.spec->file, rows);
    });
    progress_.Begin("checking", plan.rows());
    const absl::Status status = CheckOnServer(
        plan, server_, options_.batch_size, errors_, [this](const PlannedFile& file, int64_t rows) {
          progress_.Update(file.spec->file, rows);
          const bool done = options_.dry_run && rows == file.rows;
          if (done) Tell(file, "row", "checked", rows);
        });
    report_.status = WithoutPersonal(status);
    report_.check_seconds = SecondsSince(begin);
  }

  void WriteAll(const ImportPlan& plan) {
    const Clock::time_point begin = Clock::now();
    progress_.Begin("writing", plan.rows());
    counts_.resize(plan.files.size());
    report_.wrote = true;
    report_.status = WithoutPersonal(Write(plan, server_, options_.batch_size, errors_, counts_,
                                           [this](const PlannedFile& file, int64_t rows) {
                                             progress_.Update(file.spec->file, rows);
                                             if (rows == file.rows)
                                               Tell(file, "record", "acknowledged", rows);
                                           }));
    report_.write_seconds = SecondsSince(begin);
  }

  void Tell(const PlannedFile& file, std::string_view what, std::string_view done, int64_t rows) {
    progress_.Line(std::string(file.spec->file) + ": " + CountOf(rows, what) + " " +
                   std::string(done));
  }

  void AddFiles(const ImportPlan& plan) {
    counts_.resize(plan.files.size());
    for (size_t i = 0; i < plan.files.size(); ++i) {
      report_.files.push_back(
          {std::string(plan.files[i].spec->file), plan.files[i].rows, counts_[i]});
    }
  }

  const ImportOptions& options_;
  const ImportServer& server_;
  Progress& progress_;
  ErrorList errors_;
  std::vector<FileCounts> counts_;
  ImportReport report_;
};

std::string ReportJson(const ImportReport& report) {
  std::string json = "{\n  \"dry_run\": ";
  json += report.dry_run ? "true" : "false";
  json += ",\n  \"files\": [";
  for (const ImportReport::File& file : report.files) {
    json += json.ends_with('[') ? "\n    " : ",\n    ";
    json += "{\"file\": " + JsonString(file.file) + ", \"rows\": " + std::to_string(file.rows);
    if (!report.dry_run) {
      json += ", \"recorded\": " + std::to_string(file.counts.recorded) +
              ", \"unchanged\": " + std::to_string(file.counts.unchanged);
    }
    json += "}";
  }
  json += "\n  ],\n  \"errors\": [";
  for (const ImportError& error : report.errors) {
    json += json.ends_with('[') ? "\n    " : ",\n    ";
    json += "{\"file\": " + JsonString(error.file) + ", \"row\": " + std::to_string(error.row) +
            ", \"column\": " + JsonString(error.column) +
            ", \"message\": " + JsonString(error.message) + "}";
  }
  json += "\n  ],\n  \"errors_left_out\": " + std::to_string(report.errors_left_out);
  json += ",\n  \"check_seconds\": " + FixedSeconds(report.check_seconds);
  json += ",\n  \"write_seconds\": " + FixedSeconds(report.write_seconds);
  if (const int64_t rate = WriteRate(report); rate > 0) {
    json += ",\n  \"records_per_second\": " + std::to_string(rate);
  }
  return json + "\n}\n";
}

}  // namespace

ImportReport RunImport(const ImportOptions& options, const ImportServer& server,
                       Progress& progress) {
  return ImportRun(options, server, progress).Run();
}

std::string RenderErrors(const ImportReport& report) {
  std::string text;
  for (const ImportError& error : report.errors) text += FormatError(error) + "\n";
  if (report.errors_left_out > 0) {
    text += "and " + text::GroupDigits(report.errors_left_out) + " more not listed\n";
  }
  return text;
}

std::string RenderReport(const ImportReport& report, Output output) {
  if (output == Output::kJson) return ReportJson(report);
  std::vector<TextTable::ColumnStyle> columns = {{"file"}, {"rows", text::Align::kRight}};
  if (!report.dry_run) {
    columns.push_back({"recorded", text::Align::kRight});
    columns.push_back({"unchanged", text::Align::kRight});
  }
  TextTable table(std::move(columns));
  const auto number = [output](int64_t value) {
    return output == Output::kCsv ? std::to_string(value) : text::GroupDigits(value);
  };
  for (const ImportReport::File& file : report.files) {
    std::vector<std::string> row = {file.file, number(file.rows)};
    if (!report.dry_run) {
      row.push_back(number(file.counts.recorded));
      row.push_back(number(file.counts.unchanged));
    }
    table.Add(std::move(row));
  }
  if (output == Output::kCsv) return table.RenderCsv();
  std::string text = table.Render();
  if (report.write_seconds <= 0) return text;
  text += "written in " + FixedSeconds(report.write_seconds) + " s";
  if (const int64_t rate = WriteRate(report); rate > 0) {
    text += ", " + text::GroupDigits(rate) + " new records/s";
  }
  return text + "\n";
}

}  // namespace bangfu::cli
