"""Golden values of McNemar's exact test, in exact rational arithmetic. Run: python3 mcnemar.py > mcnemar.json"""
import json
from fractions import Fraction
from math import comb


def two_sided(b, c):
    n = b + c
    tail = sum(Fraction(comb(n, k), 2**n) for k in range(min(b, c) + 1))
    return float(min(Fraction(1), 2 * tail))


pairs = [(0, 0), (0, 1), (0, 5), (1, 9), (10, 10), (12, 30), (3, 200), (480, 520), (2000, 2300)]
print(json.dumps({"cases": [{"onlyFirst": b, "onlySecond": c, "p": two_sided(b, c)} for b, c in pairs]}, indent=1))
