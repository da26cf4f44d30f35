// Any text as each kind of resource name: what parses, prints as it was.
#include "services/common/names/names.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using namespace bangfu::names;

template <typename... Names>
void CheckAll(std::string_view text) {
  const auto check = [text](const auto& name) {
    if (name) bangfu::fuzz::Require(name->ToString() == text, "a name prints as it was");
  };
  (check(Names::Parse(text)), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  CheckAll<CountyName, VillageName, HouseholdName, PersonName, CaseName, ParticipationName,
           LedgerEntryName, PostingName, FacilityName, ProgrammeName, ProjectName, AttestationName,
           AchievementSheetName, ParticipantName, PlaceName, PersonParentName>(
      bangfu::fuzz::AsText(data, size));
  return 0;
}
