#include "services/reporting/explain_start.h"

#include <vector>

#include "absl/strings/str_cat.h"

#include "bangfu/reporting/v1/explain_page.pb.h"
#include "services/reporting/errors.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {
namespace {

constexpr size_t kDigestBytes = 8;

// Of what must stand from page to page: 000000 (the first of the view), which defines the
// programme; of a case all, since the day that its wage is of may change with any entry.
std::string DigestOfHeads(const ExplainedFigure& figure) {
  std::vector<CountySnapshotPtr> counties = figure.view.counties;
  if (figure.of_case == nullptr) counties.resize(1);
  std::string bytes;
  for (const journal::v1::TreeHead& head : HeadsOf(counties)) {
    absl::StrAppend(&bytes, head.journal(), head.county(), head.size(), ",", head.root_hash());
  }
  const journal::Hash hash = journal::Sha256(bytes);
  return std::string(journal::HashBytes(hash).substr(0, kDigestBytes));
}

bool Covers(const ExplainStart& present, const ExplainStart& asked) {
  for (const auto& [county, sizes] : asked.sizes) {
    for (const std::string_view journal : {kHouseholds, kProjects}) {
      if (present.SizeOf(journal, county) < sizes.Of(journal)) return false;
    }
  }
  return true;
}

}  // namespace

int64_t CountySizes::Of(std::string_view journal) const {
  return journal == kHouseholds ? households : projects;
}

ExplainStart ExplainStart::Of(const ProgrammeView& view) {
  ExplainStart start;
  for (const CountySnapshotPtr& county : view.counties) {
    start.sizes[county->county()] = {county->SizeOf(kHouseholds), county->SizeOf(kProjects)};
  }
  return start;
}

int64_t ExplainStart::SizeOf(std::string_view journal, std::string_view county) const {
  const auto found = sizes.find(county);
  return found == sizes.end() ? 0 : found->second.Of(journal);
}

std::string PageKey(const ExplainedFigure& figure, const ExplainStart& start) {
  v1::ExplainPageKey key;
  key.set_heads_digest(DigestOfHeads(figure));
  for (const auto& [county, sizes] : start.sizes) {
    v1::ExplainPageKey::CountySizes& added = *key.add_sizes();
    added.set_county(county);
    added.set_households(sizes.households);
    added.set_projects(sizes.projects);
  }
  key.set_term_index(start.after.term);
  key.set_county(start.after.county);
  key.set_day(start.after.fact.day);
  key.set_seq(start.after.fact.seq);
  key.set_ordinal(start.after.fact.ordinal);
  return key.SerializeAsString();
}

absl::StatusOr<ExplainStart> StartOfPage(const ExplainedFigure& figure, std::string_view key) {
  const ExplainStart present = ExplainStart::Of(figure.view);
  if (key.empty()) return present;
  v1::ExplainPageKey read;
  if (!read.ParseFromArray(key.data(), static_cast<int>(key.size())) || read.term_index() < 0) {
    return InvalidPageToken();
  }
  ExplainStart start;
  for (const v1::ExplainPageKey::CountySizes& sizes : read.sizes()) {
    start.sizes[sizes.county()] = {sizes.households(), sizes.projects()};
  }
  start.after = {read.term_index(), read.county(), {read.day(), read.seq(), read.ordinal()}};
  if (!Covers(present, start)) return CopyBehind();
  if (DigestOfHeads(figure) != read.heads_digest()) return HeadsMoved();
  return start;
}

}  // namespace bangfu::reporting
