#include "gateway/heads.h"

#include <algorithm>

#include "services/common/names/names.h"

namespace bangfu::gateway {
namespace {

// Of households and projects, in the programme's partitions.
std::vector<const journal::v1::TreeHead*> HeadsToldBy(const SheetAnswers& answers) {
  const std::vector<std::string_view> partitions = PartitionsOf(answers);
  std::vector<const journal::v1::TreeHead*> heads;
  const auto add = [&](const TreeHeads& told) {
    for (const journal::v1::TreeHead& head : told) {
      if (Contains(partitions, head.county())) heads.push_back(&head);
    }
  };
  if (answers.households.ok()) add(answers.households.message.tree_heads());
  if (answers.projects.ok()) add(answers.projects.message.tree_heads());
  return heads;
}

}  // namespace

bool Contains(const std::vector<std::string_view>& partitions, std::string_view partition) {
  return std::binary_search(partitions.begin(), partitions.end(), partition);
}

HeadIndex::HeadIndex(const TreeHeads& heads) {
  sizes_.reserve(static_cast<size_t>(heads.size()));
  for (const journal::v1::TreeHead& head : heads) {
    sizes_.emplace(std::pair<std::string_view, std::string_view>(head.journal(), head.county()),
                   head.size());
  }
}

int64_t HeadIndex::SizeOf(std::string_view journal, std::string_view county) const {
  const auto found = sizes_.find({journal, county});
  return found == sizes_.end() ? 0 : found->second;
}

std::vector<std::string_view> PartitionsOf(const SheetAnswers& answers) {
  if (!answers.projects.ok() && !answers.reporting.ok()) return {};
  std::vector<std::string_view> partitions = {names::kGlobalPartition};
  if (answers.projects.ok()) {
    const auto& all = answers.projects.message.partitions();
    partitions.insert(partitions.end(), all.begin(), all.end());
    for (const auto& designation : answers.projects.message.programme().designations()) {
      if (const auto county = names::CountyOf(std::string_view(designation.county()))) {
        partitions.push_back(*county);
      }
    }
  } else {
    for (const auto& head : answers.reporting.message.tree_heads()) {
      partitions.push_back(head.county());
    }
  }
  std::sort(partitions.begin(), partitions.end());
  partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
  return partitions;
}

bool IsOwn(const std::vector<std::string_view>& partitions, std::string_view name) {
  if (partitions.empty()) return true;
  const auto county = names::CountyOf(name);
  return county && Contains(partitions, *county);
}

std::vector<journal::v1::JournalPosition> PositionsToldBy(const SheetAnswers& answers) {
  std::vector<journal::v1::JournalPosition> positions;
  for (const journal::v1::TreeHead* head : HeadsToldBy(answers)) {
    journal::v1::JournalPosition& position = positions.emplace_back();
    position.set_journal(head->journal());
    position.set_county(head->county());
    position.set_size(head->size());
  }
  return positions;
}

bool IsReportingBehind(const SheetAnswers& answers) {
  const TreeHeads none;
  const HeadIndex applied(answers.reporting.ok() ? answers.reporting.message.tree_heads() : none);
  const std::vector<const journal::v1::TreeHead*> heads = HeadsToldBy(answers);
  return std::any_of(heads.begin(), heads.end(), [&applied](const journal::v1::TreeHead* head) {
    return applied.SizeOf(head->journal(), head->county()) < head->size();
  });
}

int64_t EntriesBehind(const TreeHeads& own, const TreeHeads& applied) {
  const HeadIndex index(applied);
  int64_t behind = 0;
  for (const journal::v1::TreeHead& head : own) {
    behind += std::max<int64_t>(0, head.size() - index.SizeOf(head.journal(), head.county()));
  }
  return behind;
}

}  // namespace bangfu::gateway
