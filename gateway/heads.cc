#include "gateway/heads.h"

#include <algorithm>

#include "services/common/names/names.h"

namespace bangfu::gateway {
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
  const std::vector<std::string_view> partitions = PartitionsOf(answers);
  std::vector<journal::v1::JournalPosition> positions;
  const auto add = [&](const TreeHeads& heads) {
    for (const journal::v1::TreeHead& head : heads) {
      if (!Contains(partitions, head.county())) continue;
      journal::v1::JournalPosition& position = positions.emplace_back();
      position.set_journal(head.journal());
      position.set_county(head.county());
      position.set_size(head.size());
    }
  };
  if (answers.households.ok()) add(answers.households.message.tree_heads());
  if (answers.projects.ok()) add(answers.projects.message.tree_heads());
  return positions;
}

std::vector<journal::v1::JournalPosition> WhatReportingLacks(const SheetAnswers& answers) {
  const TreeHeads none;
  const HeadIndex applied(answers.reporting.ok() ? answers.reporting.message.tree_heads() : none);
  std::vector<journal::v1::JournalPosition> lacking = PositionsToldBy(answers);
  std::erase_if(lacking, [&applied](const journal::v1::JournalPosition& position) {
    return applied.SizeOf(position.journal(), position.county()) >= position.size();
  });
  return lacking;
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
