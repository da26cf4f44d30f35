"""Invented members of invented households: names, identity numbers, health. Whoever bears one of
these names is not meant."""

import dataclasses
import datetime

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田袁余叶蒋"
GIVEN = {
    "male": "国强建志明文华平永清正林光福海世忠良才贵山松柏涛伟勇刚毅东成顺和",
    "female": "秀英玉兰桂芳淑珍春梅素琴翠莲红霞丽娟小燕雪菊月香慧敏凤群珠萍静琼",
}
HEALTH = {"健康": 76, "长期慢性病": 17, "大病": 3, "残疾": 4}
# What makes the head's household what it is has to be seen in one of its members.
HEALTH_OF_CAUSE = {"illness": "大病", "disability": "残疾"}
ID_NUMBER_MISSING_PERCENT = 34

OLDER_HOUSEHOLD = ["spouse", "child", "other", "grandchild", "grandchild", "child", "parent"]
YOUNGER_HOUSEHOLD = ["spouse", "child", "child", "parent", "parent", "child", "other"]
YEARS_AFTER_HEAD = {  # born, counted from the head's year of birth
    "head": (0, 0),
    "spouse": (-3, 4),
    "child": (22, 31),
    "parent": (-30, -21),
    "grandchild": (46, 57),
    "other": (20, 33),
}


@dataclasses.dataclass
class Person:
    ref: str  # H0001/1
    full_name: str
    id_number: str
    relation: str
    sex: str
    birth_year: int
    health: str


def check_character(digits):
    """The 18th character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(digits))
    return "10X98765432"[total % 11]


def _id_number(dice, county, person, used):
    """A number with a true check character and a sequence 99x, which offices do not give out."""
    while True:
        birth = dice.day(datetime.date(person.birth_year, 1, 1),
                         datetime.date(person.birth_year, 12, 31))
        last = dice.pick("13579" if person.sex == "male" else "02468")
        digits = f"{county}{birth:%Y%m%d}99{last}"
        number = digits + check_character(digits)
        if number not in used:
            used.add(number)
            return number


def _number_or_none(dice, county, person, used):
    if dice.chance(ID_NUMBER_MISSING_PERCENT):
        return ""
    number = _id_number(dice, county, person, used)
    if person.health == "残疾" and dice.chance(60):
        return number + str(dice.number(1, 7)) + str(dice.number(1, 4))
    return number


def _given_name(dice, sex):
    return "".join(dice.pick(GIVEN[sex]) for _ in range(1 if dice.chance(15) else 2))


def _relations(dice, head_year, size):
    order = OLDER_HOUSEHOLD if head_year < 1966 else YOUNGER_HOUSEHOLD
    if dice.chance(13):
        order = order[1:] + ["other"]
    return ["head"] + order[: size - 1]


def _sex(dice, relation, head_sex):
    if relation == "head":
        return head_sex
    if relation == "spouse":
        return "female" if head_sex == "male" else "male"
    return "male" if dice.chance(51) else "female"


def _shares_surname(relation, sex):
    return relation in ("head", "child", "grandchild") or (relation == "parent" and sex == "male")


def make_members(dice, county, household, cause, head_year, size, used_numbers):
    """The persons of one household, the head first."""
    surname, head_sex = dice.pick(SURNAMES), "male" if dice.chance(84) else "female"
    relations = _relations(dice, head_year, size)
    marked = dice.number(0, len(relations) - 1)
    members = []
    for i, relation in enumerate(relations):
        sex = _sex(dice, relation, head_sex)
        own = surname if _shares_surname(relation, sex) else dice.pick(SURNAMES)
        low, high = YEARS_AFTER_HEAD[relation]
        year = max(1921, min(2013, head_year + dice.number(low, high)))
        health = dice.weighted(HEALTH)
        if i == marked:
            health = HEALTH_OF_CAUSE.get(cause, health)
        person = Person(f"{household}/{i + 1}", own + _given_name(dice, sex), "", relation, sex,
                        year, health)
        person.id_number = _number_or_none(dice, county, person, used_numbers)
        members.append(person)
    return members
