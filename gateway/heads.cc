#include "gateway/heads.h"

#include <algorithm>

#include "services/common/names/names.h"

namespace bangfu::gateway {
namespace {

int64_t AppliedSize(const TreeHeads& applied, const journal::v1::TreeHead& head) {
  for (const journal::v1::TreeHead& one : applied) {
    if (one.county() == head.county() && one.journal() == head.journal()) return one.size();
  }
  return 0;
}

bool Contains(const std::vector<std::string_view>& sorted, std::string_view partition) {
  return std::binary_search(sorted.begin(), sorted.end(), partition);
}

}  // namespace

std::vector<std::string_view> PartitionsOf(const SheetAnswers& answers) {
  if (!answers.projects.ok() && !answers.reporting.ok()) return {};
  std::vector<std::string_view> partitions = {names::kGlobalPartition};
  if (answers.projects.ok()) {
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

std::vector<journal::v1::JournalPosition> WhatReportingLacks(const SheetAnswers& answers) {
  const std::vector<std::string_view> partitions = PartitionsOf(answers);
  const TreeHeads none;
  const TreeHeads& applied = answers.reporting.ok() ? answers.reporting.message.tree_heads() : none;
  std::vector<journal::v1::JournalPosition> lacking;
  const auto compare = [&](const TreeHeads& own) {
    for (const journal::v1::TreeHead& head : own) {
      if (!Contains(partitions, head.county())) continue;
      if (AppliedSize(applied, head) >= head.size()) continue;
      journal::v1::JournalPosition& position = lacking.emplace_back();
      position.set_journal(head.journal());
      position.set_county(head.county());
      position.set_size(head.size());
    }
  };
  if (answers.households.ok()) compare(answers.households.message.tree_heads());
  if (answers.projects.ok()) compare(answers.projects.message.tree_heads());
  return lacking;
}

int64_t EntriesBehind(const TreeHeads& own, const TreeHeads& applied) {
  int64_t behind = 0;
  for (const journal::v1::TreeHead& head : own) {
    behind += std::max<int64_t>(0, head.size() - AppliedSize(applied, head));
  }
  return behind;
}

}  // namespace bangfu::gateway
