#include "gateway/cli/import_run.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "gateway/cli/import_plan.h"

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

// Records written in a second; 0 when nothing was written.
int64_t WriteRate(const ImportReport& report) {
  int64_t rows = 0;
  for (const ImportReport::File& file : report.files) {
    rows += file.counts.recorded + file.counts.unchanged;
  }
  return report.write_seconds > 0 ? static_cast<int64_t>(rows / report.write_seconds) : 0;
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
    report_.status = CheckOnServer(plan, server_, options_.batch_size, errors_,
                                   [this](const PlannedFile& file, int64_t rows) {
                                     progress_.Update(file.spec->file, rows);
                                     const bool done = options_.dry_run && rows == file.rows;
                                     if (done) Tell(file, "rows checked", rows);
                                   });
    report_.check_seconds = SecondsSince(begin);
  }

  void WriteAll(const ImportPlan& plan) {
    const Clock::time_point begin = Clock::now();
    progress_.Begin("writing", plan.rows());
    counts_.resize(plan.files.size());
    report_.wrote = true;
    report_.status = Write(plan, server_, options_.batch_size, errors_, counts_,
                           [this](const PlannedFile& file, int64_t rows) {
                             progress_.Update(file.spec->file, rows);
                             if (rows == file.rows) Tell(file, "records acknowledged", rows);
                           });
    report_.write_seconds = SecondsSince(begin);
  }

  void Tell(const PlannedFile& file, std::string_view what, int64_t rows) {
    progress_.Line(std::string(file.spec->file) + ": " + GroupDigits(rows) + " " +
                   std::string(what));
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
    json += "{\"file\": " + JsonString(file.file) + ", \"rows\": " + std::to_string(file.rows) +
            ", \"recorded\": " + std::to_string(file.counts.recorded) +
            ", \"unchanged\": " + std::to_string(file.counts.unchanged) + "}";
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
  json += ",\n  \"records_per_second\": " + std::to_string(WriteRate(report)) + "\n}\n";
  return json;
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
    text += "and " + GroupDigits(report.errors_left_out) + " more not listed\n";
  }
  return text;
}

std::string RenderReport(const ImportReport& report, Output output) {
  if (output == Output::kJson) return ReportJson(report);
  TextTable table({{"file"},
                   {"rows", text::Align::kRight},
                   {"recorded", text::Align::kRight},
                   {"unchanged", text::Align::kRight}});
  const auto number = [output](int64_t value) {
    return output == Output::kCsv ? std::to_string(value) : GroupDigits(value);
  };
  for (const ImportReport::File& file : report.files) {
    table.Add({file.file, number(file.rows), number(file.counts.recorded),
               number(file.counts.unchanged)});
  }
  if (output == Output::kCsv) return table.RenderCsv();
  std::string text = table.Render();
  if (report.write_seconds > 0) {
    text += "written in " + FixedSeconds(report.write_seconds) + " s, " +
            GroupDigits(WriteRate(report)) + " records/s\n";
  }
  return text;
}

}  // namespace bangfu::cli
