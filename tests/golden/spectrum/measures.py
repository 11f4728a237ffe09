#!/usr/bin/python3
"""Fourier basis vectors, ring energies and SVD splits at matched energy by numpy in float64: writes measures.json.

A basis vector is the inverse transform of a spectrum that is 1 at a bin and at its mirror, scaled to norm 1. Pixels come
from the generator of split.py: x ← (1664525 x + 1013904223) mod 2³² from the seed, pixel = floor(x / 2²⁴) / 255.
"""
import json
import os

import numpy as np

WAVES = [  # height, width, u, v
    (8, 8, 0, 0), (8, 8, 1, -3), (8, 8, -4, 2), (8, 8, -4, -4), (5, 4, 2, -2), (5, 4, -1, 1), (7, 3, -3, 1), (6, 9, -3, 4),
]
IMAGES = [  # shape, seed, radius
    ([2, 3, 8, 8], 1, 2), ([2, 1, 7, 10], 2, 3), ([1, 3, 9, 5], 3, 1), ([3, 1, 12, 12], 4, 4),
]


def flat(x):
    return [round(float(value), 9) + 0.0 for value in np.ravel(x)]


def pixels(shape, seed):
    values, state = [], seed
    for _ in range(int(np.prod(shape))):
        state = (1664525 * state + 1013904223) % 2**32
        values.append((state >> 24) / 255)
    return np.array(values, np.float32).astype(np.float64).reshape(shape)


def wave(height, width, u, v):
    spectrum = np.zeros((height, width))
    spectrum[u, v] = spectrum[-u, -v] = 1
    vector = np.fft.ifft2(spectrum).real
    return {"height": height, "width": width, "u": u, "v": v, "values": flat(vector / np.linalg.norm(vector))}


def distances(height, width):
    u = np.fft.fftfreq(height, 1 / height)[:, None]
    v = np.fft.fftfreq(width, 1 / width)[None, :]
    return np.sqrt(u**2 + v**2)


def case(shape, seed, radius):
    images = pixels(shape, seed)
    height, width = shape[-2:]
    d = distances(height, width)
    z = np.fft.fft2(images)
    power = (np.abs(z) ** 2).sum(axis=1) / (height * width)
    rings = [[float(row[(d > k - 1) & (d <= k)].sum()) for k in range(int(np.ceil(d.max())) + 1)] for row in power]
    target = [float(row[d <= radius].sum()) for row in power]
    u, s, v = np.linalg.svd(images, full_matrices=False)
    energies = np.cumsum((s**2).sum(axis=1), axis=-1)
    ranks = [int(np.argmin(np.abs(row - t))) + 1 for row, t in zip(energies, target)]
    leading = [(a[..., :k] * b[..., None, :k]) @ c[..., :k, :] for a, b, c, k in zip(u, s, v, ranks)]
    return {
        "shape": shape, "seed": seed, "radius": radius, "rings": [flat(row) for row in rings], "target": flat(target),
        "ranks": ranks, "energies": flat([row[k - 1] for row, k in zip(energies, ranks)]), "leading": flat(leading),
    }


golden = {
    "versions": {"numpy": np.__version__},
    "waves": [wave(*values) for values in WAVES],
    "images": [case(*values) for values in IMAGES],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "measures.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
