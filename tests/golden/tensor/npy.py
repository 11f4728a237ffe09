#!/usr/bin/python3
"""Bytes of .npy and .npz files as NumPy writes them, in base64, beside their values."""
import base64, io, json, platform
import numpy as np
from numpy.lib import format as npy_format


def npy(array, version=None):
    buffer = io.BytesIO()
    npy_format.write_array(buffer, array, version=version)
    return base64.b64encode(buffer.getvalue()).decode()


def case(name, array, version=None, **more):
    values = [str(v) for v in array.ravel()] if array.dtype.kind in "iu" else [float(v) for v in array.ravel()]
    return {"name": name, "type": array.dtype.newbyteorder("=").name, "shape": list(array.shape), "values": values,
            "bytes": npy(array, version), **more}


def npz(save, **arrays):
    buffer = io.BytesIO()
    save(buffer, **arrays)
    return base64.b64encode(buffer.getvalue()).decode()


random = np.random.RandomState(5)
grid = random.standard_normal((2, 3, 4))
arrays = [case(t, (grid * 40).astype(t)) for t in
          ["float32", "float64", "float16", "int64", "int32", "int16", "int8"]]
arrays += [case(t, np.abs(grid * 40).astype(t)) for t in ["uint64", "uint32", "uint16", "uint8"]]
arrays += [case("bool", grid > 0), case("a scalar", np.array(2.5, "float32")), case("a vector", np.arange(5, dtype="int64")),
           case("an empty array", np.zeros((0, 3), "float32")), case("int64 extremes", np.array([-2**63, 2**63 - 1]))]
foreign = [case("format 2.0", grid.astype("float32"), (2, 0)), case("format 3.0", grid.astype("float32"), (3, 0)),
           case("big-endian float32", grid.astype(">f4")), case("big-endian int16", (grid * 40).astype(">i2"))]
refused = {"Fortran order": npy(np.asfortranarray(np.arange(6.0).reshape(2, 3))), "text": npy(np.array(["ab", "c"])),
           "complex": npy(np.array([1 + 2j]))}
x, y = (np.abs(grid * 40)).astype("uint8"), np.array([3, 1])
archives = {"stored": npz(np.savez, x_train=x, y_train=y), "deflated": npz(np.savez_compressed, x_train=x, y_train=y)}
with open(__file__.replace(".py", ".json"), "w") as file:
    json.dump({"seed": 5, "numpy": np.__version__, "python": platform.python_version(), "arrays": arrays,
               "foreign": foreign, "refused": refused, "archives": archives,
               "x_train": x.ravel().tolist(), "y_train": y.tolist()}, file, indent=1)
