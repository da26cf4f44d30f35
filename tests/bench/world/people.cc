#include "tests/bench/world/people.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/bench/world/dice.h"
#include "tests/bench/world/parts.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

using households::v1::Person;
using households::v1::Relation;

constexpr std::array kSurnames = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"};
constexpr std::array kHealth = {"健康", "长期慢性病", "大病", "残疾"};  // as shares::kHealth

// By number, from the head on; assumed.
constexpr std::array<Relation, 8> kRelations = {
    households::v1::RELATION_HEAD,       households::v1::RELATION_SPOUSE,
    households::v1::RELATION_CHILD,      households::v1::RELATION_CHILD,
    households::v1::RELATION_PARENT,     households::v1::RELATION_PARENT,
    households::v1::RELATION_GRANDCHILD, households::v1::RELATION_OTHER};

// The character that GB 11643 (ISO 7064 MOD 11-2) wants after 17 digits.
char CheckCharacter(std::string_view digits) {
  int sum = 0;
  for (const char digit : digits) sum = (sum + digit - '0') * 2 % 11;
  return "10X98765432"[sum];
}

std::string IdNumber(const County& county, int birth_year, bool male, Dice& dice) {
  const auto month = static_cast<int>(dice.Below(12)) + 1;
  const auto day = static_cast<int>(dice.Below(28)) + 1;
  const auto last = static_cast<int>(dice.Below(5)) * 2 + (male ? 1 : 0);
  std::string number =
      absl::StrFormat("%s%d%02d%02d99%d", county.code, birth_year, month, day, last);
  number += CheckCharacter(number);
  return number;
}

// The heads' years are spread over forty; the others follow by a generation. Assumed.
int BirthYear(Relation relation, int head_year, Dice& dice) {
  const auto about = [&](int year) { return year + static_cast<int>(dice.Below(7)) - 3; };
  switch (relation) {
    case households::v1::RELATION_HEAD:
      return head_year;
    case households::v1::RELATION_CHILD:
      return about(head_year + 25);
    case households::v1::RELATION_PARENT:
      return about(head_year - 25);
    case households::v1::RELATION_GRANDCHILD:
      return std::min(about(head_year + 50), 2019);
    default:
      return about(head_year);
  }
}

// `of_head`: the head's dice, from their beginning.
bool IsMale(Relation relation, int number, Dice& dice, Dice of_head) {
  if (relation == households::v1::RELATION_HEAD) return dice.Chance(.85);
  if (relation == households::v1::RELATION_SPOUSE) return !of_head.Chance(.85);
  if (relation == households::v1::RELATION_PARENT) return number % 2 == 1;
  return dice.Chance(.52);
}

}  // namespace

void FillPerson(const WorldPlan& plan, const County& county, int64_t household, int number,
                Person& person) {
  constexpr int kNumbersMax = 100;
  constexpr int kHeadNumber = 1;
  Dice dice(plan.seed, Subject::kPerson, county.number, household * kNumbersMax + number);
  Dice of_household(plan.seed, Subject::kPerson, county.number, household * kNumbersMax);
  const int head_year = 1940 + static_cast<int>(of_household.Below(40));
  const Relation relation = kRelations[number - 1];
  const bool male = IsMale(
      relation, number, dice,
      Dice(plan.seed, Subject::kPerson, county.number, household * kNumbersMax + kHeadNumber));
  person.set_name(PersonName(county, household, number));
  person.set_full_name(absl::StrCat(kSurnames[dice.Below(kSurnames.size())], "示例"));
  person.set_relation(relation);
  person.set_sex(male ? households::v1::SEX_MALE : households::v1::SEX_FEMALE);
  person.set_birth_year(BirthYear(relation, head_year, dice));
  // A third have no number on file, as in the sample.
  if (dice.Chance(2. / 3)) {
    person.set_id_number(IdNumber(county, person.birth_year(), male, dice));
  }
  person.set_health(kHealth[dice.Pick(shares::kHealth)]);
}

}  // namespace bangfu::bench
