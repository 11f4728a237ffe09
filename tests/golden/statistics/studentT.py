"""97.5 % quantiles of Student's t, means and standard deviations, and slopes of a straight line, from scipy and numpy.

Run: /usr/bin/python3 tests/golden/statistics/studentT.py
"""

import json
import pathlib

import numpy
import scipy
import scipy.stats

degrees = [1, 2, 3, 4, 9, 10, 29, 30, 31, 40, 60, 100, 1000, 100000]
quantiles = [{"degrees": d, "quantile": float(scipy.stats.t.ppf(0.975, d))} for d in degrees]

spreads = []
for values in [[3], [1, 2], [0.5, 0.25, 0.75], [0.9, 0.91, 0.905, 0.897], [5, 5, 5]]:
    sd = float(numpy.std(values, ddof=1)) if len(values) > 1 else None
    spreads.append({"values": values, "mean": float(numpy.mean(values)), "sd": sd})

means = []
for values in [[0.03, 0.05, 0.01], [-0.1, 0.2, 0.05, 0.11], [2.0, 2.1, 1.9, 2.2, 1.7]]:
    low, high = scipy.stats.t.interval(
        0.95, len(values) - 1, loc=numpy.mean(values), scale=scipy.stats.sem(values)
    )
    means.append({"values": values, "mean": float(numpy.mean(values)), "low": float(low), "high": float(high)})

# A slope over the places 0, 1, 2, … of shares of n images whose errors are known: weighted sums of independent values.
slopes = []
for shares, n in [([0.5, 0.6, 0.65, 0.66], 1000), ([0.2, 0.1], 400), ([0.31, 0.3, 0.33], 500)]:
    places = numpy.arange(len(shares))
    design = numpy.stack([numpy.ones(len(shares)), places], axis=1)
    pseudo = numpy.linalg.pinv(design)[1]
    smoothed = (numpy.array(shares) * n + 1) / (n + 2)
    errors = numpy.sqrt(smoothed * (1 - smoothed) / n)
    half = scipy.stats.norm.ppf(0.975) * numpy.sqrt(numpy.sum((pseudo * errors) ** 2))
    slope = float(numpy.polyfit(places, shares, 1)[0])
    slopes.append({"shares": shares, "n": n, "slope": slope, "low": slope - float(half), "high": slope + float(half)})

path = pathlib.Path(__file__).with_suffix(".json")
content = {
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "seed": None,
    "quantiles": quantiles,
    "spreads": spreads,
    "means": means,
    "slopes": slopes,
}
path.write_text(json.dumps(content, indent=1) + "\n")
