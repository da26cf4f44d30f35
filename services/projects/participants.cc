#include "services/projects/participants.h"

#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/text/absl_view.h"

namespace bangfu::projects {
namespace {

// That a record names a household, a person or a village, and in which field.
struct Mention {
  std::string_view record;  // field of v1::Record
  std::string_view field;
  std::string_view name;
};

std::optional<Mention> MentionIn(const v1::Record& record) {
  if (record.has_participation()) {
    return Mention{"participation", "participant", record.participation().participant()};
  }
  if (record.has_ledger_entry()) {
    return Mention{"ledger_entry", "counterparty", record.ledger_entry().counterparty()};
  }
  if (record.has_facility()) return Mention{"facility", "village", record.facility().village()};
  if (record.has_posting() && names::VillageName::Parse(record.posting().place())) {
    return Mention{"posting", "place", record.posting().place()};
  }
  return std::nullopt;
}

// Calls `on_mention(index, mention)` for each record of the batch that is valid so far.
template <typename OnMention>
void ForEachMention(const Participants::Batch& batch, OnMention&& on_mention) {
  for (int index = 0; index < batch.request.records_size(); ++index) {
    if (batch.violations.has_any(index)) continue;
    if (const auto mention = MentionIn(batch.request.records(index))) on_mention(index, *mention);
  }
}

using Names = absl::flat_hash_set<absl::string_view>;

void AddMissing(const Names& missing, Participants::Batch& batch) {
  if (missing.empty()) return;
  ForEachMention(batch, [&](int index, const Mention& mention) {
    if (!missing.contains(text::AbslView(mention.name))) return;
    batch.violations.BeginRecord(index);
    records::FieldChecker(batch.violations, mention.record).NotFound(mention.field, mention.name);
  });
}

std::vector<std::string_view> Without(const Names& missing, std::vector<std::string_view> names) {
  std::erase_if(names,
                [&](std::string_view name) { return missing.contains(text::AbslView(name)); });
  return names;
}

}  // namespace

void Participants::Check(std::shared_ptr<Batch> batch, const sql::JobContext& context,
                         std::function<void(absl::Status)> then) {
  std::vector<std::string_view> unknown;
  unknown.reserve(batch->request.records_size());
  ForEachMention(*batch, [&](int, const Mention& mention) { unknown.push_back(mention.name); });
  known_.KeepUnknown(unknown);
  if (unknown.empty()) return then(absl::OkStatus());
  CheckParticipantsRequest request;
  request.mutable_names()->Reserve(static_cast<int>(unknown.size()));
  for (const std::string_view name : unknown) request.add_names(name.data(), name.size());
  ask_(std::move(request), context,
       [this, batch, unknown = std::move(unknown),
        then = std::move(then)](absl::StatusOr<CheckParticipantsResponse> answer) {
         if (!answer.ok()) return then(answer.status());
         const Names missing(answer->missing_names().begin(), answer->missing_names().end());
         known_.Add(Without(missing, unknown));
         AddMissing(missing, *batch);
         then(absl::OkStatus());
       });
}

}  // namespace bangfu::projects
