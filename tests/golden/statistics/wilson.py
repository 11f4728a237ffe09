"""Wilson's 95 % intervals as the two roots p of (k/n - p)^2 = z^2 p (1 - p) / n, found by numpy.roots.

Run: /usr/bin/python3 tests/golden/statistics/wilson.py
"""

import json
import pathlib
import statistics

import numpy

z = statistics.NormalDist().inv_cdf(0.975)
cases = []
for correct, n in [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (500, 1000), (856, 1000), (9999, 10000), (6167, 10000)]:
    share = correct / n
    roots = numpy.roots([1 + z * z / n, -2 * share - z * z / n, share * share])
    low, high = sorted(float(root.real) for root in roots)
    cases.append({"correct": correct, "n": n, "low": low, "high": high})

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"numpy": numpy.__version__, "seed": None, "cases": cases}, indent=1) + "\n")
