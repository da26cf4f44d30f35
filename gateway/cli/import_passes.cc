#include "gateway/cli/import_passes.h"

#include <algorithm>
#include <utility>

#include "gateway/cli/field_column.h"
#include "gateway/cli/privacy.h"
#include "gateway/cli/reference_probe.h"

namespace bangfu::cli {
namespace {

using journal::v1::BatchResult;
using journal::v1::RecordViolation;

// `index` of the record in the batch, `column` of the spec; -1 for none.
void Report(const RecordBatch& batch, int index, int column, std::string message,
            ErrorList& errors) {
  ImportError error;
  error.file_order = batch.file_order;
  error.file = batch.spec->file;
  if (index >= 0) error.row = batch.rows[index];
  error.column_order = column;
  error.column = column < 0 ? kNoColumn : batch.spec->columns[column].name;
  error.message = std::move(message);
  errors.Add(std::move(error));
}

// Of a personal field a service tells only what it expects.
std::string FoundToo(const std::string& description) {
  const std::string_view expected = "expected ";
  if (!description.starts_with(expected)) return description;
  return FoundExpected(kNotShown, std::string_view(description).substr(expected.size()));
}

void Report(const RecordBatch& batch, const RecordViolation& violation, ErrorList& errors) {
  const int index = violation.record_index();
  if (index < 0 || index >= static_cast<int>(batch.rows.size())) {
    return Report(batch, -1, -1, violation.description(), errors);
  }
  int column = ColumnOfField(*batch.spec, violation.field(), RecordAt(batch, index));
  const int parent = ColumnOfParent(*batch.spec, violation.missing_resource());
  if (column == IdColumn(*batch.spec) && parent >= 0) column = parent;
  Report(batch, index, column, FoundToo(violation.description()), errors);
}

// Files of a plan that one service keeps, in order, each with its place in the plan.
std::vector<size_t> FilesOf(const ImportPlan& plan, Service service) {
  std::vector<size_t> files;
  for (size_t i = 0; i < plan.files.size(); ++i) {
    if (plan.files[i].spec->service == service && plan.files[i].rows > 0) files.push_back(i);
  }
  return files;
}

class ServerCheck {
 public:
  ServerCheck(const ImportPlan& plan, const ServerView& view, int batch_size, ErrorList& errors,
              const RowsAnswered& answered)
      : plan_(plan),
        probe_(plan, view),
        batch_size_(batch_size),
        errors_(errors),
        answered_(answered) {}

  absl::Status Run(Service service, const OpenImportStream& open) {
    const std::vector<size_t> files = FilesOf(plan_, service);
    if (files.empty()) return absl::OkStatus();
    BatchPipeline pipeline(open(service), [this](RecordBatch batch, const BatchResult& result) {
      Take(std::move(batch), result);
    });
    absl::Status status;
    for (size_t i = 0; i < files.size() && status.ok(); ++i) {
      status = Send(plan_.files[files[i]], pipeline);
    }
    const absl::Status end = pipeline.Finish();
    return status.ok() ? end : status;
  }

 private:
  absl::Status Send(const PlannedFile& file, BatchPipeline& pipeline) {
    file_ = &file;
    rows_answered_ = 0;
    piece_size_ = batch_size_;
    BatchReader reader(file, batch_size_, /*validate_only=*/true);
    while (true) {
      RecordBatch batch;
      reader.set_batch_size(piece_size_);
      if (!pieces_.empty()) {
        batch = std::move(pieces_.back());
        pieces_.pop_back();
      } else if (!reader.Next(batch)) {
        // What is under way may still come back in pieces.
        if (pipeline.under_way() == 0) return probed_;
        if (absl::Status status = pipeline.TakeAnswer(); !status.ok()) return status;
        continue;
      }
      if (absl::Status status = pipeline.Send(std::move(batch)); !status.ok()) return status;
      if (!probed_.ok()) return probed_;
    }
  }

  void Take(RecordBatch batch, const BatchResult& result) {
    const int rows = static_cast<int>(batch.rows.size());
    if (result.violations_left_out() > 0 && rows > 1) return AskAgain(batch, result);
    enum class Found : char { kNothing, kStopped, kFlaw };
    std::vector<Found> found(rows, Found::kNothing);
    for (const RecordViolation& violation : result.violations()) {
      const bool of_this_directory = IsOfThisDirectory(violation);
      if (!of_this_directory) Tell(batch, violation);
      if (violation.record_index() < 0 || violation.record_index() >= rows) continue;
      Found& of_row = found[violation.record_index()];
      of_row = std::max(of_row, of_this_directory ? Found::kStopped : Found::kFlaw);
    }
    errors_.AddLeftOut(result.violations_left_out());
    for (int i = 0; i < rows; ++i) {
      if (found[i] != Found::kFlaw) Probe(batch, i, found[i] == Found::kStopped);
    }
    rows_answered_ += rows;
    answered_(*file_, rows_answered_);
  }

  // An answer lists a bounded number of violations. Before the first import nearly every record
  // names one that is not recorded yet, and those would hide the others: so the batch is sent again
  // in pieces small enough to be answered whole, and what follows in such pieces from the start.
  void AskAgain(const RecordBatch& batch, const BatchResult& result) {
    const int64_t rows = static_cast<int64_t>(batch.rows.size());
    const int64_t listed = result.violations_size();
    const int64_t fitting = rows * listed / (listed + result.violations_left_out());
    const int size = static_cast<int>(std::clamp<int64_t>(fitting, 1, rows - 1));
    piece_size_ = std::min(piece_size_, size);
    for (int begin = 0; begin < rows; begin += size) {
      pieces_.push_back(Piece(batch, begin, std::min<int>(begin + size, rows)));
    }
  }

  // A service does not say in what a record differs from the one that stands there; it is asked for
  // that one, as long as there is somebody to read it.
  void Tell(const RecordBatch& batch, const RecordViolation& violation) {
    const int index = violation.record_index();
    const bool differs =
        violation.reason() == journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT;
    if (!differs || errors_.full() || index < 0 || index >= static_cast<int>(batch.rows.size())) {
      return Report(batch, violation, errors_);
    }
    absl::StatusOr<CellProblem> difference = probe_.Difference(batch, index);
    if (!difference.ok()) return Report(batch, violation, errors_);
    Report(batch, index, difference->column, std::move(difference->message), errors_);
  }

  void Probe(const RecordBatch& batch, int index, bool stopped) {
    if (!probed_.ok()) return;
    auto problems = probe_.Check(batch, index, stopped);
    if (!problems.ok()) {
      probed_ = problems.status();
      return;
    }
    for (CellProblem& problem : *problems) {
      Report(batch, index, problem.column, std::move(problem.message), errors_);
    }
  }

  bool IsOfThisDirectory(const RecordViolation& violation) const {
    return violation.reason() == journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND &&
           plan_.Defines(violation.missing_resource());
  }

  const ImportPlan& plan_;
  ReferenceProbe probe_;
  absl::Status probed_;
  const int batch_size_;
  ErrorList& errors_;
  const RowsAnswered& answered_;
  const PlannedFile* file_ = nullptr;
  int64_t rows_answered_ = 0;
  int piece_size_ = 0;
  std::vector<RecordBatch> pieces_;
};

class WritePass {
 public:
  WritePass(const ImportPlan& plan, int batch_size, ErrorList& errors,
            std::vector<FileCounts>& counts, const RowsAnswered& answered)
      : plan_(plan),
        batch_size_(batch_size),
        errors_(errors),
        counts_(counts),
        answered_(answered) {}

  absl::Status Run(Service service, const OpenImportStream& open) {
    const std::vector<size_t> files = FilesOf(plan_, service);
    if (files.empty() || refused_) return absl::OkStatus();
    BatchPipeline pipeline(open(service), [this](RecordBatch batch, const BatchResult& result) {
      Take(batch, result);
      spare_.push_back(std::move(batch));
    });
    absl::Status status;
    for (size_t i = 0; i < files.size() && status.ok() && !refused_; ++i) {
      status = Send(files[i], pipeline);
    }
    const absl::Status end = pipeline.Finish();
    return status.ok() ? end : status;
  }

 private:
  absl::Status Send(size_t file, BatchPipeline& pipeline) {
    file_ = file;
    rows_sent_ = 0;
    BatchReader reader(plan_.files[file], batch_size_, /*validate_only=*/false);
    while (!refused_) {
      RecordBatch batch;
      if (!spare_.empty()) {
        batch = std::move(spare_.back());
        spare_.pop_back();
      }
      if (!reader.Next(batch)) break;
      rows_sent_ += static_cast<int64_t>(batch.rows.size());
      if (absl::Status status = pipeline.Send(std::move(batch)); !status.ok()) return status;
    }
    while (pipeline.under_way() > 0) {
      if (absl::Status status = pipeline.TakeAnswer(); !status.ok()) return status;
    }
    if (refused_ || rows_sent_ == plan_.files[file].rows) return absl::OkStatus();
    return absl::AbortedError(std::string(plan_.files[file].spec->file) +
                              " was changed while it was imported: import it again");
  }

  void Take(const RecordBatch& batch, const BatchResult& result) {
    if (!result.violations().empty()) {
      refused_ = true;
      for (const RecordViolation& violation : result.violations()) {
        Report(batch, violation, errors_);
      }
      errors_.AddLeftOut(result.violations_left_out());
      return;
    }
    FileCounts& counts = counts_[file_];
    if (result.repeated()) {
      counts.unchanged += result.recorded_count() + result.unchanged_count();
    } else {
      counts.recorded += result.recorded_count();
      counts.unchanged += result.unchanged_count();
    }
    answered_(plan_.files[file_], counts.recorded + counts.unchanged);
  }

  const ImportPlan& plan_;
  const int batch_size_;
  ErrorList& errors_;
  std::vector<FileCounts>& counts_;
  const RowsAnswered& answered_;
  size_t file_ = 0;
  int64_t rows_sent_ = 0;  // of that file
  bool refused_ = false;
  std::vector<RecordBatch> spare_;
};

}  // namespace

absl::Status CheckOnServer(const ImportPlan& plan, const ImportServer& server, int batch_size,
                           ErrorList& errors, const RowsAnswered& answered) {
  ServerCheck check(plan, server.view, batch_size, errors, answered);
  const absl::Status status = check.Run(Service::kHouseholds, server.open);
  return status.ok() ? check.Run(Service::kProjects, server.open) : status;
}

absl::Status Write(const ImportPlan& plan, const ImportServer& server, int batch_size,
                   ErrorList& errors, std::vector<FileCounts>& counts,
                   const RowsAnswered& answered) {
  WritePass pass(plan, batch_size, errors, counts, answered);
  const absl::Status status = pass.Run(Service::kHouseholds, server.open);
  return status.ok() ? pass.Run(Service::kProjects, server.open) : status;
}

}  // namespace bangfu::cli
