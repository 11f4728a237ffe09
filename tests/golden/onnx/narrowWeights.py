#!/usr/bin/env python3
"""Tensors of bfloat16 and of whole numbers of 4 bits as onnx writes them, and models whose weights are such, with what onnx's
reference computes of them (pip install onnx)."""
import base64, json, platform
import ml_dtypes
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

encoded = lambda message: base64.b64encode(message.SerializeToString()).decode()
random = np.random.RandomState(3)


def tensors():
    """Each type with an even and an odd number of elements, as raw bytes and in the field of its type."""
    for name, code, values in [
        ("int4", TensorProto.INT4, random.permutation(np.arange(-8, 8))),
        ("uint4", TensorProto.UINT4, random.permutation(np.arange(16))),
        ("bfloat16", TensorProto.BFLOAT16, random.standard_normal(16) * 10.0 ** random.randint(-20, 20, 16)),
    ]:
        for count in [16, 15]:
            dtype = helper.tensor_dtype_to_np_dtype(code)
            array = values[:count].astype(dtype).reshape(1, count)
            raw = numpy_helper.from_array(array, "w")
            field = helper.make_tensor("w", code, [1, count], [v for v in array.ravel()])
            assert raw.raw_data and not field.raw_data
            for form, proto in [("raw", raw), ("field", field)]:
                assert (numpy_helper.to_array(proto) == array).all()
                yield {"type": name, "form": form, "count": count, "tensor": encoded(proto),
                       "values": [float(v) for v in array.ravel().astype("float64")]}


def model(title, nodes, initializers, opset=21):
    graph = helper.make_graph(nodes, "narrow", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 6, 4])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 6, 4])], initializers)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    made.ir_version = 10
    onnx.checker.check_model(made)
    x = random.standard_normal((1, 6, 4)).astype("float32")
    (y,) = ReferenceEvaluator(made).run(None, {"x": x})
    return {"title": title, "model": encoded(made), "x": x.ravel().tolist(), "y": y.astype("float64").ravel().tolist()}


def whole(name, code, shape, low, high):
    dtype = helper.tensor_dtype_to_np_dtype(code)
    return numpy_helper.from_array(np.asarray(random.randint(low, high + 1, shape), dtype), name)


scales = lambda *shape: numpy_helper.from_array(np.asarray(0.01 + random.rand(*shape), "float32"), "s")
added = helper.make_node("Add", ["x", "w"], ["y"])
dequantize = lambda *inputs, **attributes: helper.make_node("DequantizeLinear", inputs, ["w"], **attributes)


def models():
    int4, uint4, uint16 = TensorProto.INT4, TensorProto.UINT4, TensorProto.UINT16
    yield model("int4, a scale for each column", [dequantize("q", "s", axis=1), added],
                [whole("q", int4, (6, 4), -8, 7), scales(4)])
    yield model("uint4 with one zero point", [dequantize("q", "s", "z"), added],
                [whole("q", uint4, (6, 4), 0, 15), scales(), whole("z", uint4, (), 3, 12)])
    yield model("int4 in blocks of two rows", [dequantize("q", "s", "z", axis=-2, block_size=2), added],
                [whole("q", int4, (6, 4), -8, 7), scales(3, 4), whole("z", int4, (3, 4), -8, 7)])
    yield model("uint16, a scale for each row", [dequantize("q", "s", "z", axis=0), added],
                [whole("q", uint16, (6, 4), 0, 65535), scales(6), whole("z", uint16, (6,), 0, 65535)])
    bfloat16 = numpy_helper.from_array(random.standard_normal((6, 4)).astype(ml_dtypes.bfloat16), "b")
    yield model("bfloat16, cast to floats", [helper.make_node("Cast", ["b"], ["w"], to=TensorProto.FLOAT), added], [bfloat16])


with open(__file__.replace(".py", ".json"), "w") as file:
    json.dump({"seed": 3, "onnx": onnx.__version__, "python": platform.python_version(),
               "tensors": list(tensors()), "models": list(models())}, file, indent=1)
    file.write("\n")
