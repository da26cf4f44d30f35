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

  // The records of `county`; what is written of them is used up. Both must outlive this.
  ProjectsWriter(std::string_view county, Records& records)
      : records_(records), references_(county) {}

  int count() const override { return records_.size(); }
  absl::StatusOr<records::Outcome> Write(sql::Connection& connection, int index, int64_t seq,
                                         records::Violations& violations,
                                         std::string& event) override;

 private:
  // Moves the record into event_.
  absl::Status MakeEvent(v1::Record& record);

  Records& records_;
  References references_;
  v1::Event event_;  // reused
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROJECTS_WRITER_H_
