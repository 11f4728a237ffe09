#!/usr/bin/python3
"""Frequency and singular-value splits by numpy in float64: writes split.json beside this file.

Pixels come from a linear congruential generator that the test repeats: x ← (1664525 x + 1013904223) mod 2³²
from the case's seed, pixel = floor(x / 2²⁴) / 255 as float32.
"""
import json
import os

import numpy as np

RADIAL = [  # shape, seed, radius, distance, boundary
    ([1, 32, 32], 1, 8, "l2", "inclusive"),
    ([3, 16, 16], 1, 4, "l2", "inclusive"),
    ([3, 8, 6], 2, 2, "l2", "inclusive"),
    ([3, 8, 6], 2, 2, "l2", "exclusive"),
    ([3, 8, 6], 2, 3, "l1", "inclusive"),
    ([3, 8, 6], 2, 3, "l1", "exclusive"),
    ([3, 8, 6], 2, 3, "linf", "inclusive"),
    ([3, 8, 6], 2, 3, "linf", "exclusive"),
    ([1, 9, 9], 3, 3, "l2", "inclusive"),
    ([1, 5, 12], 4, 2.5, "l2", "inclusive"),
    ([1, 12, 5], 5, 6, "l2", "exclusive"),
    ([1, 8, 8], 6, 4, "l2", "inclusive"),
    ([1, 8, 8], 6, 5, "l2", "inclusive"),
    ([1, 8, 8], 6, 0, "l2", "inclusive"),
    ([1, 8, 8], 6, 0, "l2", "exclusive"),
    ([1, 28, 28], 7, 12, "l2", "inclusive"),
    ([1, 37, 41], 8, 9, "l2", "inclusive"),
    ([2, 2, 7, 10], 9, 3, "l2", "inclusive"),
    ([1, 1, 1], 10, 0, "l2", "inclusive"),
    ([1, 1, 9], 11, 2, "l2", "inclusive"),
    ([1, 9, 1], 12, 2, "l2", "inclusive"),
    ([1, 22, 26], 13, 7, "l2", "inclusive"),
    ([1, 35, 30], 14, 5, "l2", "inclusive"),
]
SINGULAR = [  # shape, seed, rank
    ([3, 12, 8], 21, 1),
    ([1, 8, 13], 22, 3),
    ([1, 16, 16], 23, 15),
    ([2, 1, 20, 20], 24, 4),
]


def pixels(shape, seed):
    values, state = [], seed
    for _ in range(int(np.prod(shape))):
        state = (1664525 * state + 1013904223) % 2**32
        values.append((state >> 24) / 255)
    return np.array(values, np.float32).astype(np.float64).reshape(shape)


def spectrum(x):
    return np.fft.fftshift(np.fft.fft2(x), axes=(-2, -1))


def image(z):
    return np.fft.ifft2(np.fft.ifftshift(z, axes=(-2, -1))).real


def mask(height, width, radius, distance, boundary):
    u = np.abs(np.arange(height) - height // 2)[:, None].astype(np.float64)
    v = np.abs(np.arange(width) - width // 2)[None, :].astype(np.float64)
    d = {"l2": np.sqrt(u**2 + v**2), "l1": u + v, "linf": np.maximum(u, v)}[distance]
    return d <= radius if boundary == "inclusive" else d < radius


def flat(x):
    return [round(float(value), 9) + 0.0 for value in np.ravel(x)]


def radial(shape, seed, radius, distance, boundary):
    z = spectrum(pixels(shape, seed))
    low = z * mask(*shape[-2:], radius, distance, boundary)
    return {"shape": shape, "seed": seed, "radius": radius, "distance": distance, "boundary": boundary,
            "lowBins": int(mask(*shape[-2:], radius, distance, boundary).sum()),
            "lfc": flat(image(low)), "hfc": flat(image(z - low))}


def singular(shape, seed, rank):
    x = pixels(shape, seed)
    u, s, v = np.linalg.svd(x, full_matrices=False)
    leading = (u[..., :rank] * s[..., None, :rank]) @ v[..., :rank, :]
    rest = (u[..., rank:] * s[..., None, rank:]) @ v[..., rank:, :]
    return {"shape": shape, "seed": seed, "rank": rank, "leading": flat(leading), "rest": flat(rest)}


def log_magnitude(shape, seed):
    return {"shape": shape, "seed": seed, "values": flat(np.log1p(np.abs(spectrum(pixels(shape, seed)))))}


golden = {
    "versions": {"numpy": np.__version__},
    "radial": [radial(*case) for case in RADIAL],
    "singular": [singular(*case) for case in SINGULAR],
    "logMagnitude": [log_magnitude(shape, seed) for shape, seed in (([3, 8, 6], 2), ([1, 5, 12], 4), ([1, 7, 7], 31))],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "split.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
