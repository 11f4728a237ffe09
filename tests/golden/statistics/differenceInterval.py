"""Newcombe's method 10 for p1 - p2, in decimal arithmetic of 50 digits from its own Wilson roots (z to 30 digits).

`published` is Table II, method 10, of R. G. Newcombe, "Interval estimation for the difference between independent
proportions: comparison of eleven methods", Statistics in Medicine 17 (1998) 873-890, to its four digits: the script
refuses to write anything that differs from it. Run: /usr/bin/python3 tests/golden/statistics/differenceInterval.py
"""

import json
import pathlib
from decimal import Decimal, getcontext

getcontext().prec = 50
z = Decimal("1.959963984540054235524594430521")

published = {
    (56, 70, 48, 80): ("0.0524", "0.3339"),
    (9, 10, 3, 10): ("0.1705", "0.8090"),
    (6, 7, 2, 7): ("0.0582", "0.8062"),
    (5, 56, 0, 29): ("-0.0381", "0.1926"),
    (0, 10, 0, 20): ("-0.1611", "0.2775"),
    (0, 10, 0, 10): ("-0.2775", "0.2775"),
    (10, 10, 0, 20): ("0.6791", "1.0000"),
    (10, 10, 0, 10): ("0.6075", "1.0000"),
}
others = [(6100, 10000, 6300, 10000), (142, 200, 139, 200), (0, 1, 1, 1), (500, 500, 2000, 2000), (1, 3, 4999, 10000)]


def wilson(k, n):
    p, n = Decimal(k) / n, Decimal(n)
    centre = p + z * z / (2 * n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
    return p, (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


cases = []
for k1, n1, k2, n2 in [*published, *others]:
    p1, l1, u1 = wilson(k1, n1)
    p2, l2, u2 = wilson(k2, n2)
    low = p1 - p2 - ((p1 - l1) ** 2 + (u2 - p2) ** 2).sqrt()
    high = p1 - p2 + ((u1 - p1) ** 2 + (p2 - l2) ** 2).sqrt()
    if (k1, n1, k2, n2) in published:
        found = tuple(str(x.quantize(Decimal("0.0001"))) for x in (low, high))
        assert found == published[k1, n1, k2, n2], (k1, n1, k2, n2, found)
    cases.append({"first": [k1, n1], "second": [k2, n2], "low": float(low), "high": float(high)})

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"digits": 50, "seed": None, "cases": cases}, indent=1) + "\n")
