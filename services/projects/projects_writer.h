// Enters a batch of records of programmes: asks whether what they name exists, makes the event and
// folds it in. Fields have been validated before.
#ifndef BANGFU_SERVICES_PROJECTS_PROJECTS_WRITER_H_
#define BANGFU_SERVICES_PROJECTS_PROJECTS_WRITER_H_

#include <string>
#include <string_view>

#include "bangfu/projects/v1/events.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/records/write_batch.h"
#include "services/projects/references.h"

namespace bangfu::projects {

class ProjectsWriter final : public records::RecordWriter {
 public:
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;

  // The records of `county`, and the violations found in them before: those records are not
  // entered, so that nothing is looked up for them. All must outlive this.
  ProjectsWriter(std::string_view county, const Records& records,
                 const records::Violations& violations)
      : records_(records), violations_(violations), references_(county) {}

  int count() const override { return records_.size(); }
  absl::Status Begin(sql::Connection& connection) override {
    return references_.Load(connection, records_, violations_);
  }
  absl::StatusOr<records::Outcome> Write(sql::Connection& connection, int index, int64_t seq,
                                         records::Violations& violations,
                                         std::string& event) override;

 private:
  // Copies the record into event_, whose parts are used again.
  absl::Status MakeEvent(const v1::Record& record);

  const Records& records_;
  const records::Violations& violations_;
  References references_;
  v1::Event event_;  // reused
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROJECTS_WRITER_H_
