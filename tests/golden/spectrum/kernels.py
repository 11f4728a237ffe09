#!/usr/bin/python3
"""Kernel smoothing (eq. 3) and kernel spectra by numpy in float64: writes kernels.json beside this file.

Weights come from a linear congruential generator that the test repeats: x ← (1664525 x + 1013904223) mod 2³²
from the case's seed, weight = floor(x / 2²⁴) / 128 − 1.
"""
import json
import os

import numpy as np

SMOOTHING = [  # shape, seed, rho
    ([2, 3, 3, 3], 1, 0.25),
    ([1, 2, 5, 5], 2, 1.0),
    ([2, 1, 2, 4], 3, 0.1),
    ([2, 2, 1, 1], 4, 0.5),
    ([1, 1, 1, 3], 5, 0.5),
]
SPECTRA = [  # shape, seed
    ([16, 3, 3, 3], 11),
    ([4, 1, 5, 5], 12),
    ([5, 2, 7, 4], 13),
    ([3, 2, 1, 1], 14),
    ([2, 1, 32, 32], 15),
]


def weights(shape, seed):
    x, values = seed, []
    for _ in range(int(np.prod(shape))):
        x = (1664525 * x + 1013904223) % 2**32
        values.append((x >> 24) / 128 - 1)
    return np.array(values).reshape(shape)


def smooth(w, rho):
    height, width = w.shape[2:]
    padded = np.pad(w, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
    result = w.copy()
    for dy in range(3):
        for dx in range(3):
            if (dy, dx) != (1, 1):
                result += rho * padded[:, :, dy : dy + height, dx : dx + width]
    return result


def spectrum(w):
    padded = np.zeros(w.shape[:2] + (32, 32))
    padded[:, :, : w.shape[2], : w.shape[3]] = w
    power = np.fft.fftshift(np.abs(np.fft.fft2(padded)) ** 2, axes=(2, 3)).sum(axis=1)
    u, v = np.mgrid[-16:16, -16:16]
    high = np.hypot(u, v) > 8
    shares = power[:, high].sum(axis=1) / power.sum(axis=(1, 2))
    total = power.sum(axis=0)
    return {
        "share": total[high].sum() / total.sum(),
        "shares": shares.tolist(),
        "standardDeviation": shares.std(),
        "quartiles": np.percentile(shares, [25, 50, 75]).tolist(),
        "row": total[13].tolist(),  # u = −3
    }


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


golden = {
    "versions": {"numpy": np.__version__},
    "smoothing": [
        {"shape": shape, "seed": seed, "rho": rho, "smoothed": smooth(weights(shape, seed), rho).ravel().tolist()}
        for shape, seed, rho in SMOOTHING
    ],
    "spectra": [{"shape": shape, "seed": seed, **spectrum(weights(shape, seed))} for shape, seed in SPECTRA],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernels.json"), "w") as file:
    json.dump(rounded(golden), file, separators=(",", ":"))
    file.write("\n")
