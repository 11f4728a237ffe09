"""Bytes of a small file by the reference implementation (safetensors 0.8.0 from PyPI) → safetensorsFile.json."""
import base64
import json
import os
import numpy
import safetensors
from safetensors.numpy import save

SEED = 3
random = numpy.random.default_rng(SEED)
longs = [-(2**62), 7, 2**53 + 1]
tensors = {
    "conv1.weight": random.standard_normal((2, 1, 3)).astype("float32"),
    "empty": numpy.zeros((0, 4), "float32"),
    "scalar": numpy.array(0.5, "float32"),
    "steps": numpy.array(longs, "int64"),
    "used": numpy.array([True, False]),
}
golden = {
    "seed": SEED,
    "safetensors": safetensors.__version__,
    "numpy": numpy.__version__,
    "floats": [float(value) for value in tensors["conv1.weight"].ravel()],
    "longs": [str(value) for value in longs],
    "base64": base64.b64encode(save(tensors, {"schema": "example"})).decode(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "safetensorsFile.json"), "w") as file:
    json.dump(golden, file)
    file.write("\n")
