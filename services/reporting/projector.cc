#include "services/reporting/projector.h"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "services/common/journal/merkle.h"
#include "services/common/names/names.h"
#include "services/reporting/case_store.h"
#include "services/reporting/errors.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/fact_store.h"
#include "services/reporting/number_store.h"
#include "services/reporting/presence_store.h"
#include "services/reporting/rollup.h"
#include "services/reporting/rollup_store.h"
#include "services/reporting/state_store.h"

namespace bangfu::reporting {
namespace {

template <typename Event>
absl::Status ParseAndAdd(std::string_view bytes, Event& event, Effects& effects) {
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::InvalidArgumentError("its event is not one of that journal");
  }
  return AddEffects(event, effects);
}

// What facts change, worked out, and the numbers by which it is kept. Looked up before the first
// row is written, so that all rows can be collected.
struct Changes {
  NumberedCells cells;
  RolledUp rolled;
  std::vector<int64_t> series;  // of the deltas
  std::vector<ChangedBlock> blocks;
};

absl::StatusOr<Changes> WorkOut(sql::Connection& connection, std::string_view county,
                                const std::vector<Fact>& facts) {
  absl::StatusOr<NumberedCells> cells = NumberedCells::Of(connection, county, facts);
  if (!cells.ok()) return cells.status();
  Changes changes{*std::move(cells), {}, {}, {}};
  StoredHistory history(connection, county, changes.cells);
  absl::StatusOr<RolledUp> rolled = RollUp(facts, history);
  if (!rolled.ok()) return rolled.status();
  changes.rolled = *std::move(rolled);
  auto series = NumberSeries(connection, county, changes.rolled.deltas);
  if (!series.ok()) return series.status();
  changes.series = *std::move(series);
  auto blocks = AddToBlocks(connection, county, changes.rolled.deltas, changes.series);
  if (!blocks.ok()) return blocks.status();
  changes.blocks = *std::move(blocks);
  return changes;
}

absl::Status WriteDefinitions(sql::Connection& connection, const Effects& effects,
                              CountyUpdate& update) {
  for (const Programme& programme : effects.programmes) {
    absl::Status saved = SaveProgramme(connection, programme);
    if (!saved.ok()) return saved;
    update.programmes.push_back(programme);
  }
  for (const Case& recorded : effects.cases) {
    absl::Status saved = SaveCase(connection, update.county, recorded);
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

// Those that are new, or whose person occurs.
std::vector<Case> TouchedCases(std::vector<Case> cases, const Effects& effects) {
  absl::flat_hash_set<std::string_view> touched;
  for (const Fact& fact : effects.facts) touched.insert(fact.subject);
  for (const Case& recorded : effects.cases) touched.insert(recorded.person);
  std::erase_if(cases, [&](const Case& known) { return !touched.contains(known.person); });
  return cases;
}

// A person's payments in a programme are kept once, however many cases are of them.
absl::Status WritePayments(sql::Connection& connection, const std::vector<Case>& touched,
                           const Effects& effects, std::string_view county) {
  using Payee = std::pair<std::string_view, std::string_view>;
  absl::flat_hash_set<Payee> of_new_cases;
  for (const Case& recorded : effects.cases) {
    of_new_cases.insert({recorded.person, recorded.programme});
  }
  absl::flat_hash_set<Payee> done;
  for (const Case& known : touched) {
    const Payee payee(known.person, known.programme);
    if (!done.insert(payee).second) continue;
    absl::Status written = of_new_cases.contains(payee)
                               ? CollectPayments(connection, county, known)
                               : AddPayments(connection, county, known, effects.facts);
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

absl::Status WriteCases(sql::Connection& connection, const Effects& effects, CountyUpdate& update) {
  absl::StatusOr<std::vector<Case>> cases = ListCases(connection, update.county);
  if (!cases.ok() || cases->empty()) return cases.status();
  std::vector<Case> touched = TouchedCases(*std::move(cases), effects);
  absl::Status status = WritePayments(connection, touched, effects, update.county);
  if (!status.ok()) return status;
  for (Case& known : touched) {
    absl::StatusOr<CaseMoney> money = ReadCaseMoney(connection, update.county, std::move(known));
    if (!money.ok()) return money.status();
    update.cases.push_back(*std::move(money));
  }
  return absl::OkStatus();
}

absl::Status WriteChanges(sql::Connection& connection, std::string_view county,
                          const std::vector<Fact>& facts, const Changes& changes) {
  absl::Status status = InsertFacts(connection, county, facts, changes.cells);
  if (status.ok()) {
    status = SavePresences(connection, county, changes.rolled.presences, changes.cells);
  }
  return status.ok() ? SaveBlocks(connection, county, changes.blocks) : status;
}

// Keeps the changes for other copies where there is a commit.
absl::Status Write(sql::Connection& connection, const Effects& effects,
                   const std::optional<CountyCommit>& commit, CountyUpdate& update) {
  absl::StatusOr<Changes> changes = WorkOut(connection, update.county, effects.facts);
  if (!changes.ok()) return changes.status();
  connection.BeginCollecting();  // what is inserted is new, since the logs were locked
  absl::Status status = WriteChanges(connection, update.county, effects.facts, *changes);
  if (status.ok() && commit) {
    status =
        KeepChanges(connection, update.county, *commit, changes->rolled.deltas, changes->series);
  }
  update.deltas = std::move(changes->rolled.deltas);
  if (status.ok()) status = WriteDefinitions(connection, effects, update);
  return status.ok() ? WriteCases(connection, effects, update) : status;
}

}  // namespace

absl::StatusOr<Applied> Projector::Apply(sql::Connection& connection, std::string_view journal,
                                         std::span<const EntryBatch> batches) {
  const std::string& county = batches.front()->county();
  Applied applied{.update = {.county = county}};
  if (!names::IsPartition(county)) {
    applied.refusal =
        UnreadableEntry(journal, county, batches.front()->first_seq(), "that is no county");
    return applied;
  }
  absl::StatusOr<CountyLogs> logs = LockLogs(connection, county);
  if (!logs.ok()) return logs.status();
  CountyUpdate& update = applied.update;
  for (const auto& [name, log] : *logs) update.size_before += static_cast<int64_t>(log.size());
  Reading reading{.log = (*logs)[std::string(journal)]};
  const uint64_t known = reading.log.size();
  for (const EntryBatch& batch : batches) {
    applied.refusal = ReadBatch(journal, *batch, reading);
    if (!applied.refusal.ok()) break;
    ++applied.batch_count;
  }
  update.size_after = update.size_before + static_cast<int64_t>(reading.log.size() - known);
  update.heads[std::string(journal)] = {static_cast<int64_t>(reading.log.size()),
                                        reading.log.Root()};
  if (update.size_after == update.size_before) return applied;  // all was known
  std::optional<CountyCommit> commit;
  if (sharing_ == Sharing::kShared) {
    commit = {update.size_after, std::string(journal), static_cast<int64_t>(known),
              static_cast<int64_t>(reading.log.size())};
  }
  absl::Status written = Write(connection, reading.effects, commit, update);
  if (written.ok()) written = WriteLog(connection, county, journal, reading.log);
  if (written.ok()) written = connection.EndCollecting();
  if (!written.ok()) return written;
  return applied;
}

absl::Status Projector::ReadBatch(std::string_view journal,
                                  const journal::v1::StreamEntriesResponse& batch,
                                  Reading& reading) {
  const auto known = static_cast<int64_t>(reading.log.size());
  const int64_t first = batch.first_seq();
  if (first < 0 || first > known) return JournalGap(journal, batch.county(), known, first);
  journal::CompactRange log = reading.log;
  Effects effects;
  for (int64_t i = known - first; i < batch.entries_size(); ++i) {
    const std::string& bytes = batch.entries(static_cast<int>(i));
    const size_t facts_before = effects.facts.size();
    absl::Status read = Read({journal, batch.county(), first + i}, bytes, effects);
    if (!read.ok()) return read;
    const journal::Hash leaf = journal::LeafHash(bytes);
    log.Append(leaf);
    int32_t ordinal = 0;
    for (Fact& fact : std::span(effects.facts).subspan(facts_before)) {
      fact.seq = first + i;
      fact.ordinal = ordinal++;
      fact.leaf_hash = leaf;
    }
  }
  reading.log = std::move(log);
  reading.effects.Append(std::move(effects));
  return absl::OkStatus();
}

absl::Status Projector::Read(const Place& place, std::string_view bytes, Effects& effects) {
  absl::Status read;
  if (!entry_.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    read = absl::InvalidArgumentError("it is no entry");
  } else if (entry_.journal() != place.journal || entry_.county() != place.county ||
             entry_.seq() != place.seq) {
    read = absl::InvalidArgumentError("it says that it is another one");
  } else {
    read = ReadEvent(place.journal, effects);
  }
  if (read.ok()) return read;
  return UnreadableEntry(place.journal, place.county, place.seq,
                         {read.message().data(), read.message().size()});
}

absl::Status Projector::ReadEvent(std::string_view journal, Effects& effects) {
  if (journal == kHouseholds) return ParseAndAdd(entry_.event(), households_event_, effects);
  return ParseAndAdd(entry_.event(), projects_event_, effects);
}

}  // namespace bangfu::reporting
