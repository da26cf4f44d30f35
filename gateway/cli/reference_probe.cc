#include "gateway/cli/reference_probe.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "bangfu/projects/v1/projects.pb.h"
#include "gateway/cli/import_error.h"
#include "gateway/cli/record_difference.h"
#include "gateway/cli/records_of.h"

namespace bangfu::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kAnswersMax = 200'000;  // some 10 MB

// The message in the Record's oneof.
const Message& InnerRecord(const RecordBatch& batch, int index) {
  const Message& record = RecordAt(batch, index);
  const FieldDescriptor* field =
      record.GetDescriptor()->FindFieldByName(std::string(batch.spec->record));
  return record.GetReflection()->GetMessage(record, field);
}

std::string TextOf(const Message& message, std::string_view field) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(std::string(field));
  return message.GetReflection()->GetString(message, found);
}

// Whether a column makes the name of another record; a county is none, since it need not be
// entered.
bool IsReference(const Column& column) {
  switch (column.conversion) {
    case Conversion::kPerson:
    case Conversion::kParticipant:
    case Conversion::kCounterparty:
    case Conversion::kPlace:
      return true;
    default:
      return column.detail.starts_with("counties/") || column.detail.starts_with("programmes/");
  }
}

// Whether the service that keeps the record checks by itself that `name` is there.
bool ServiceChecks(Service service, std::string_view name) {
  if (service == Service::kHouseholds) return !name.starts_with("programmes/");
  return name.find("/villages/") == std::string_view::npos;
}

std::string CountyOf(const RecordBatch& batch) {
  return WithRequest(batch.spec->service, *batch.request,
                     [](auto& request) -> std::string { return request.county(); });
}

}  // namespace

absl::StatusOr<std::vector<CellProblem>> ReferenceProbe::Check(const RecordBatch& batch, int index,
                                                               bool stopped) {
  const Message& record = InnerRecord(batch, index);
  std::vector<CellProblem> problems;
  for (size_t i = 0; i < batch.spec->columns.size(); ++i) {
    const Column& column = batch.spec->columns[i];
    if (column.field.empty() || !IsReference(column)) continue;
    const std::string name = TextOf(record, column.field);
    const bool is_record =
        std::count(name.begin(), name.end(), '/') > 1 || name.starts_with("programmes/");
    if (!is_record || plan_.Defines(name)) continue;
    if (!stopped && ServiceChecks(batch.spec->service, name)) continue;
    const absl::Status status = CheckReference(batch, static_cast<int>(i), name, stopped, problems);
    if (!status.ok()) return status;
  }
  if (!stopped) return problems;
  const absl::StatusOr<bool> stands_there = StandsThere(batch, index);
  if (!stands_there.ok()) return stands_there.status();
  // It names what is not recorded, so what stands there says something else.
  if (!*stands_there) return problems;
  absl::StatusOr<CellProblem> difference = Difference(batch, index);
  if (!difference.ok()) return difference.status();
  problems.push_back(*std::move(difference));
  return problems;
}

absl::StatusOr<CellProblem> ReferenceProbe::Difference(const RecordBatch& batch, int index) {
  const Message& record = InnerRecord(batch, index);
  const absl::StatusOr<std::unique_ptr<Message>> standing = view_.find(TextOf(record, "name"));
  if (!standing.ok()) return standing.status();
  const std::string what =
      *standing != nullptr ? DifferenceText(*batch.spec, record, **standing) : "other content";
  return CellProblem{IdColumn(*batch.spec),
                     FoundExpected("a record of this name, which stands there with " + what,
                                   "the same content or a new id")};
}

absl::Status ReferenceProbe::CheckReference(const RecordBatch& batch, int column,
                                            const std::string& name, bool stopped,
                                            std::vector<CellProblem>& problems) {
  const absl::StatusOr<bool> exists = Exists(name);
  if (!exists.ok()) return exists.status();
  const std::string_view column_name = batch.spec->columns[column].name;
  if (!*exists) {
    problems.push_back(
        {column, FoundExpected("\"" + name + "\", which is not recorded", "one that is")});
  } else if (stopped && column_name == "reverses") {
    // The entry names recorded project and counterparty; this row names one that is not recorded.
    problems.push_back({column, FoundExpected("an entry of another project or counterparty",
                                              "one that this row mirrors")});
  } else if (stopped && column_name == "project" && batch.spec->in_county) {
    const absl::StatusOr<bool> runs = RunsIn(name, CountyOf(batch));
    if (!runs.ok()) return runs.status();
    if (!*runs) {
      problems.push_back({column, FoundExpected("a project that does not run in the county",
                                                "one that has the county among its counties")});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> ReferenceProbe::StandsThere(const RecordBatch& batch, int index) {
  absl::StatusOr<bool> any = view_.has_records(batch.spec->service, CountyOf(batch));
  if (!any.ok() || !*any) return any;
  return Exists(TextOf(InnerRecord(batch, index), "name"));
}

absl::StatusOr<bool> ReferenceProbe::Exists(const std::string& name) {
  return Remember(name, [&]() -> absl::StatusOr<bool> {
    const absl::StatusOr<std::unique_ptr<Message>> found = view_.find(name);
    if (!found.ok()) return found.status();
    return *found != nullptr;
  });
}

absl::StatusOr<bool> ReferenceProbe::RunsIn(const std::string& project, const std::string& county) {
  return Remember(project + " " + county, [&]() -> absl::StatusOr<bool> {
    const absl::StatusOr<std::unique_ptr<Message>> found = view_.find(project);
    if (!found.ok()) return found.status();
    const auto* record = dynamic_cast<const projects::v1::Project*>(found->get());
    if (record == nullptr) return false;
    return std::count(record->counties().begin(), record->counties().end(), "counties/" + county) >
           0;
  });
}

absl::StatusOr<bool> ReferenceProbe::Remember(const std::string& question,
                                              const std::function<absl::StatusOr<bool>()>& ask) {
  const Fingerprint key = FingerprintOf(question);
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  absl::StatusOr<bool> answer = ask();
  if (!answer.ok()) return answer;
  if (answers_.size() >= kAnswersMax) answers_.clear();
  answers_.emplace(key, *answer);
  return answer;
}

}  // namespace bangfu::cli
