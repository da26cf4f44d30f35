// The ledger of a county: payouts, costs, settlements and wages of those who take part, the money
// of collectives, reversals.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/bench/world/dice.h"
#include "tests/bench/world/household_facts.h"
#include "tests/bench/world/parts.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

using projects::v1::LedgerEntry;
using projects::v1::LedgerKind;

// A mistake is noticed so many entries later. One number for all, so that none is reversed twice.
constexpr int64_t kNoticedAfter = 2 * shares::kPayListLength;

// A list of a village that has not begun is not paid: another one is, as long as some are found.
// In the first years few have begun, and then it is a collective's money after all.
constexpr int kListsTried = 16;

class LedgerMaker {
 public:
  LedgerMaker(const WorldPlan& plan, const County& county, LedgerSlice slice)
      : plan_(plan), county_(county), slice_(slice), enrolments_(plan, county) {}

  // The entry at this place of the slice.
  void Fill(int64_t place, LedgerEntry& entry) const {
    const bool reversal = IsReversal(place);
    FillMoney(reversal ? place - kNoticedAfter : place, entry);
    entry.set_name(Name(place));
    if (reversal) entry.set_reverses(Name(place - kNoticedAfter));
    *entry.mutable_date() = DateOf(DayOf(place));
    Dice dice = DiceOf(-1 - place);
    if (!dice.Chance(shares::kWithoutDocument)) {
      entry.set_document(absl::StrFormat("voucher/%s-%09d", county_.code, slice_.first + place));
    }
  }

 private:
  Dice DiceOf(int64_t place) const {
    return Dice(plan_.seed, Subject::kLedgerEntry, county_.number, slice_.first + place);
  }

  std::string Name(int64_t place) const {
    return absl::StrFormat("counties/%s/ledgerEntries/L%09d", county_.code, slice_.first + place);
  }

  int DayOf(int64_t place) const {
    const int first =
        slice_.days == LedgerSlice::Days::kAllYears ? shares::kFirstDay : shares::kLastDay - 30;
    return first + static_cast<int>(place * (shares::kLastDay - first) / slice_.count);
  }

  // A reversal mirrors an entry that is none.
  bool IsReversal(int64_t place) const {
    return place >= kNoticedAfter && Dices(place) && !IsReversal(place - kNoticedAfter);
  }
  bool Dices(int64_t place) const { return DiceOf(place).Chance(shares::kReversal); }

  // What an entry and its reversal have in common.
  void FillMoney(int64_t place, LedgerEntry& entry) const {
    Dice dice = DiceOf(place);
    dice.Next();  // the first one fell for the reversal
    const bool of_collective = dice.Chance(shares::kCollective);
    for (int list = 0; list < kListsTried && !of_collective; ++list) {
      const int64_t household = OnList(place, list);
      const std::optional<Enrolment> enrolment = enrolments_.Of(household);
      if (enrolment && enrolment->start_day <= DayOf(place)) {
        return FillShare(household, *enrolment, dice, entry);
      }
    }
    FillCollective(dice, entry);
  }

  // Whose turn it is on the pay list, or on one that comes in for it.
  int64_t OnList(int64_t place, int instead) const {
    const int64_t list = (slice_.first + place) / shares::kPayListLength;
    Dice dice(plan_.seed, Subject::kPayList, county_.number, kListsTried * list + instead);
    return (dice.Below(county_.households) + place % shares::kPayListLength) % county_.households;
  }

  void FillShare(int64_t household, const Enrolment& enrolment, Dice& dice,
                 LedgerEntry& entry) const {
    const std::string who = enrolment.person == 0
                                ? HouseholdName(county_, household)
                                : PersonName(county_, household, enrolment.person);
    if (enrolment.role == projects::v1::PARTICIPATION_ROLE_WORKER) {
      Set(projects::v1::LEDGER_KIND_WAGE, shares::kWage, dice, entry);
    } else if (enrolment.person != 0) {
      Set(projects::v1::LEDGER_KIND_PERSON_SETTLEMENT, shares::kSettlement, dice, entry);
    } else if (dice.Chance(shares::kCosts)) {
      Set(projects::v1::LEDGER_KIND_HOUSEHOLD_COST, shares::kCost, dice, entry);
    } else {
      Set(projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT, shares::kPayout, dice, entry);
    }
    entry.set_project(ProjectName(enrolment.project));
    entry.set_counterparty(who);
  }

  void FillCollective(Dice& dice, LedgerEntry& entry) const {
    Set(dice.Chance(.5) ? projects::v1::LEDGER_KIND_COLLECTIVE_REVENUE
                        : projects::v1::LEDGER_KIND_COLLECTIVE_COST,
        shares::kCollectiveMoney, dice, entry);
    entry.set_project(ProjectName(enrolments_.PickProject(dice.Unit())));
    entry.set_counterparty(VillageName(county_, dice.Below(county_.villages)));
  }

  static void Set(LedgerKind kind, const shares::Amount& amount, Dice& dice, LedgerEntry& entry) {
    entry.set_kind(kind);
    const double jiao = dice.LogNormal(amount.fen_median, amount.sigma) / 10;
    entry.set_amount_fen(std::max<int64_t>(std::llround(jiao), 1) * 10);
  }

  const WorldPlan& plan_;
  const County& county_;
  const LedgerSlice slice_;
  const Enrolments enrolments_;
};

}  // namespace

void World::MakeLedger(const County& county, LedgerSlice slice,
                       const ProjectsBatchSink& sink) const {
  Batcher<projects::v1::ImportRecordsRequest> batcher(
      county.code, absl::StrCat("ledger-", slice.first, "-"), sink);
  const LedgerMaker ledger(plan_, county, slice);
  for (int64_t place = 0; place < slice.count; ++place) {
    ledger.Fill(place, *batcher.Add().mutable_ledger_entry());
  }
}

}  // namespace bangfu::bench
