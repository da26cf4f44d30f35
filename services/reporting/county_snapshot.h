// A county's roll-ups and definitions as they stand at one moment, in memory: what figures are
// computed from, without SQL. Immutable; a commit makes a new snapshot that shares whatever did not
// change. Thread-safe because nothing changes; who has the newest is snapshots.h's affair.
//
// Memory: series.h's for each (programme, scope, kind, facet), and 16 bytes for each payment day of
// a case's person. Households, participations and ledger entries as such take none.
#ifndef BANGFU_SERVICES_REPORTING_COUNTY_SNAPSHOT_H_
#define BANGFU_SERVICES_REPORTING_COUNTY_SNAPSHOT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "services/common/journal/merkle_hash.h"
#include "services/reporting/programme.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {

// How far a county's log of one journal was applied.
struct LogHead {
  int64_t size = 0;
  journal::Hash root = journal::EmptyRoot();

  friend bool operator==(const LogHead&, const LogHead&) = default;
};

// A case with the money facts of its person in its programme: by kind and day, what the day comes
// to in fen.
struct CaseMoney {
  Case definition;
  std::map<v1::FactKind, std::map<int32_t, int64_t>> fen_by_day;

  friend bool operator==(const CaseMoney&, const CaseMoney&) = default;
};

using ProgrammePtr = std::shared_ptr<const Programme>;
using CasePtr = std::shared_ptr<const CaseMoney>;

// What one transaction changed about a county.
struct CountyUpdate {
  std::string county;
  int64_t size_before = 0;  // applied entries, of all journals: without the update
  int64_t size_after = 0;   // and with it
  std::map<std::string, LogHead, std::less<>> heads;  // by journal
  SeriesDeltas deltas;
  std::vector<Programme> programmes;
  std::vector<CaseMoney> cases;  // new, or paid
};

// Roll-ups of one programme and scope, by kind and facet. A view.
using ScopeSeries = std::span<const SeriesPtr>;

// That of the kind and facet (empty: of all facets); null when there is none.
const Series* FindSeries(ScopeSeries of_scope, v1::FactKind kind, std::string_view facet);
// Those of the kind that are of one facet, by facet.
ScopeSeries FacetsOf(ScopeSeries of_scope, v1::FactKind kind);

class CountySnapshot {
 public:
  // A county of which nothing was applied yet, or whose other parts come with an update. Series by
  // key.
  explicit CountySnapshot(std::string county, std::vector<SeriesPtr> series = {})
      : county_(std::move(county)), series_(std::move(series)) {}
  // `before` with the update, which is of the same county, and follows upon that size.
  CountySnapshot(const CountySnapshot& before, CountyUpdate update);

  const std::string& county() const { return county_; }
  const std::map<std::string, LogHead, std::less<>>& heads() const { return heads_; }
  // The number of applied entries, of all journals. Snapshots of one size are the same.
  int64_t size() const { return size_; }
  // The number of applied entries of a journal's log; 0 for one that was never heard of.
  int64_t SizeOf(std::string_view journal) const;

  // All roll-ups, by key.
  const std::vector<SeriesPtr>& series() const { return series_; }
  // Cost: a binary search, and a look at each of them.
  ScopeSeries OfScope(std::string_view programme, std::string_view scope) const;

  // Null when there is none.
  ProgrammePtr FindProgramme(std::string_view id) const;
  const std::vector<CasePtr>& cases() const { return cases_; }  // by name

 private:
  std::string county_;
  int64_t size_ = 0;
  std::map<std::string, LogHead, std::less<>> heads_;
  std::vector<SeriesPtr> series_;         // by key
  std::vector<ProgrammePtr> programmes_;  // by id
  std::vector<CasePtr> cases_;            // by name
};

using CountySnapshotPtr = std::shared_ptr<const CountySnapshot>;

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_COUNTY_SNAPSHOT_H_
