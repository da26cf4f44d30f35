#include "gateway/cli/privacy.h"

#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

TEST(IsHarmless, ShortWordsAndVillagesAre) {
  for (const char* cell : {"", "H0001", "H0001/1", "2014-01-02", "1234.50", "510524101227"}) {
    EXPECT_TRUE(IsHarmless(cell)) << cell;
  }
  for (const char* cell :
       {"刘安富", "11010519491231002X", "13812345678", "990123456789", "a b", "Liu-An-fu-Liu"}) {
    EXPECT_FALSE(IsHarmless(cell)) << cell;
  }
}

TEST(HidePersonal, HidesNumbersOfPersonsWhereverTheyStand) {
  const struct {
    const char* message;
    const char* shown;
  } cases[] = {
      {"found \"11010519491231002X\", expected a day", "found \"(hidden)\", expected a day"},
      {"found 王13812345678, expected", "found 王(hidden), expected"},
      {"\"counties/510524/households/110105194912310021\", which is not recorded",
       "\"counties/510524/households/(hidden)\", which is not recorded"},
      {"counties/510524/households/H1/persons/11010519491231002X.",
       "counties/510524/households/H1/persons/(hidden)."},
      {"counties/510524/households/liu-an-fu-1970", "counties/510524/households/(hidden)"},
      {"counties/510524/ledgerEntries/110105194912310021",
       "counties/510524/ledgerEntries/(hidden)"},
  };
  for (const auto& c : cases) EXPECT_EQ(HidePersonal(c.message), c.shown);
}

TEST(HidePersonal, LeavesWhatIsNoPersons) {
  for (const char* message :
       {"", "found nothing, expected a date", "found \"-41.50\"",
        "\"counties/510524/villages/510524101227\", which is not recorded",
        "counties/510524/households/H0001/persons/1", "counties/510524/households/-",
        "counties/510524/ledgerEntries/20150101000001", "a village such as 510524101227",
        "from 0.01 to 1,000,000,000,000.00"}) {
    EXPECT_EQ(HidePersonal(message), message);
  }
}

}  // namespace
}  // namespace bangfu::cli
