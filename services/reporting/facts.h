// What one event of a journal states, as facts: pure, without a store. Facts are all that figures
// are computed from; programmes and cases say which facts a sheet shows.
#ifndef BANGFU_SERVICES_REPORTING_FACTS_H_
#define BANGFU_SERVICES_REPORTING_FACTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "bangfu/reporting/v1/catalogue.pb.h"
#include "services/common/date/date.h"
#include "services/common/journal/merkle_hash.h"
#include "services/reporting/programme.h"

namespace bangfu::reporting {

// Where a fact is counted: the finest part of a programme that has figures of its own.
struct Cell {
  std::string programme;  // id; empty for facts of the register
  v1::FactKind kind = v1::FACT_KIND_UNSPECIFIED;
  int32_t pillar = 0;   // projects.v1.Pillar; 0 for what is of no project
  std::string project;  // id; empty for what is of no project
  std::string facet;    // empty for kinds without facets

  friend auto operator<=>(const Cell&, const Cell&) = default;
  template <typename Hasher>
  friend Hasher AbslHashValue(Hasher hasher, const Cell& cell) {
    return Hasher::combine(std::move(hasher), cell.programme, cell.kind, cell.pillar, cell.project,
                           cell.facet);
  }
};

// One effect of one entry on one day. Its county and journal are those of the entry.
struct Fact {
  Cell cell;
  date::Date day;
  std::string subject;   // whom or what it is about
  int32_t delta = 1;     // -1 for a reversal
  int64_t quantity = 1;  // fen, or 1; a reversal's is negative
  std::string record;    // name of the record
  std::string document;  // its paper's reference; may be empty
  // The entry.
  int64_t seq = 0;
  int32_t ordinal = 0;  // among the facts of the entry, from 0
  journal::Hash leaf_hash{};
};

// What a run of entries states.
struct Effects {
  std::vector<Fact> facts;
  std::vector<Programme> programmes;
  std::vector<Case> cases;

  void Append(Effects others);
};

// Adds what the event states; the entry's fields of its facts are left for the caller.
// INVALID_ARGUMENT when the event is of no kind that this program knows, or a name or date in it is
// malformed: its owner would not have recorded that, so a newer program wrote it, or a broken one.
absl::Status AddEffects(const households::v1::Event& event, Effects& effects);
absl::Status AddEffects(const projects::v1::Event& event, Effects& effects);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FACTS_H_
