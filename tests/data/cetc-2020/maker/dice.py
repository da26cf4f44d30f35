"""Chance that falls the same way in every run, and amounts that add up. Knows no records."""

import datetime
import random


class Dice:
    """Draws from a named sequence. Uses random() alone, the one draw of Python's generator that is
    promised to stay the same in every version."""

    def __init__(self, name):
        self._random = random.Random("cetc-2020 " + name).random

    def number(self, low, high):
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def chance(self, percent):
        return self._random() * 100 < percent

    def pick(self, items):
        return items[self.number(0, len(items) - 1)]

    def weighted(self, weights):
        """A key of {key: weight}."""
        left = self._random() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return key

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.number(0, i)
            items[i], items[j] = items[j], items[i]
        return items

    def day(self, first, last):
        """A day from first to last, both included."""
        return later(first, self.number(0, (last - first).days))


def later(day, days):
    return day + datetime.timedelta(days=days)


def apportion(total, weights, quantum):
    """Shares of `total` in proportion to whole weights, each a multiple of `quantum`, that add up
    to exactly `total` (largest remainder)."""
    units, rest = divmod(total, quantum)
    assert rest == 0, "the total is to be a multiple of the quantum"
    whole = sum(weights)
    shares = [units * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(units * weights[i] % whole), i))
    for i in by_remainder[: units - sum(shares)]:
        shares[i] += 1
    return [share * quantum for share in shares]
