"""Blocks of real networks as PyTorch exports them, and newer ones built by hand, with PyTorch's input gradients → gradientModels.json."""

import base64
import io
import json
import os
import warnings

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

warnings.filterwarnings("ignore")
SEED = 23
torch.manual_seed(SEED)


class Transformer(nn.Module):
    """Class token, positions, layer norm, masked attention with two heads, and Gelu."""

    def __init__(self, einsum=False):
        super().__init__()
        self.einsum = einsum
        self.patches = nn.Conv2d(3, 8, 4, stride=4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.positions = nn.Parameter(torch.randn(1, 5, 8))
        self.norm1 = nn.LayerNorm(8)
        self.qkv = nn.Linear(8, 24)
        self.out = nn.Linear(8, 8)
        self.norm2 = nn.LayerNorm(8)
        self.wide = nn.Linear(8, 12)
        self.narrow = nn.Linear(12, 8)
        self.head = nn.Linear(8, 5)
        self.register_buffer("mask", torch.triu(torch.ones(5, 5), 2).bool())

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        n, tokens, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(n, tokens, 3, 2, width // 2).permute(2, 0, 3, 1, 4).unbind(0)
        scores = torch.einsum("bhid,bhjd->bhij", q, k) if self.einsum else q @ k.transpose(-2, -1)
        weights = (scores / 2).masked_fill(self.mask, -1e4).softmax(-1)
        mixed = torch.einsum("bhij,bhjd->bhid", weights, v) if self.einsum else weights @ v
        x = x + self.out(mixed.transpose(1, 2).reshape(n, tokens, width))
        x = x + self.narrow(F.gelu(self.wide(self.norm2(x))))
        return self.head(x[:, 0])


class EinsumTransformer(Transformer):
    def __init__(self):
        super().__init__(einsum=True)


class Mobile(nn.Module):
    """Inverted residual with depthwise convolution, squeeze and excitation, and hard activations."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1, bias=False), nn.BatchNorm2d(4), nn.Hardswish())
        self.expand = nn.Sequential(nn.Conv2d(4, 8, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU6())
        self.depthwise = nn.Sequential(nn.Conv2d(8, 8, 5, 1, 2, groups=8, bias=False), nn.BatchNorm2d(8))
        self.squeeze = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(8, 2, 1), nn.ReLU(), nn.Conv2d(2, 8, 1), nn.Hardsigmoid())
        self.project = nn.Sequential(nn.Conv2d(8, 4, 1, bias=False), nn.BatchNorm2d(4))
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 6), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(6, 5))

    def forward(self, x):
        x = self.stem(x)
        y = F.hardswish(self.depthwise(self.expand(x)))
        return self.head(x + self.project(y * self.squeeze(y)))


class UNet(nn.Module):
    """Down and up again by transposed convolution, nearest and bilinear resampling, with skips."""

    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(2, 4, 3, padding=1, padding_mode="reflect")
        self.middle = nn.Conv2d(4, 4, 3, padding=1)
        self.up = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1)
        self.out = nn.Conv2d(11, 2, 1)

    def resampled(self, x, size, align_corners):
        return F.interpolate(x, size, mode="bilinear", align_corners=align_corners)

    def forward(self, x):
        a = F.silu(self.down(x))
        b = self.middle(F.max_pool2d(a, 2))
        c = self.resampled(F.avg_pool2d(b, 2), (4, 6), align_corners=True)
        d = F.interpolate(b, scale_factor=2, mode="nearest")
        e = self.resampled(c, (8, 12), align_corners=False)
        parts = [self.up(F.elu(b)), d, F.softplus(e)]
        return self.out(torch.cat(parts, 1)).flatten(1)[:, 60:90]


class NearestUNet(UNet):
    """Opset 9 resamples to nearest pixels as PyTorch does, but not in between."""

    def resampled(self, x, size, align_corners):
        return F.interpolate(x, size, mode="nearest")


class Norms(nn.Module):
    """Group and instance normalisation, a slope for each channel, and pixel shuffle."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.group = nn.GroupNorm(4, 8)
        self.instance = nn.InstanceNorm2d(8, affine=True)
        self.slope = nn.PReLU(8)
        self.head = nn.Linear(2, 5)
        for module in [self.group, self.instance]:
            nn.init.uniform_(module.weight, 0.5, 2)
            nn.init.uniform_(module.bias, -1, 1)

    def forward(self, x):
        x = self.slope(self.group(self.conv(x)))
        x = F.leaky_relu(self.instance(x), 0.2)
        x = F.pixel_shuffle(F.pad(x, (1, 2, 0, 1), mode="replicate"), 2)
        return self.head(x.pow(2).mean((2, 3)).sqrt()) - x.std((2, 3)).norm(dim=1, keepdim=True)


class Quantised(nn.Module):
    """Quantise-dequantise pairs around a convolution and a product, as quantisation-aware training writes them."""

    def __init__(self, per_channel=False):
        super().__init__()
        self.per_channel = per_channel
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.fc = nn.Linear(4, 5)

    def weight(self, weight):
        if not self.per_channel:
            return torch.fake_quantize_per_tensor_affine(weight, 0.0043, 0, -128, 127)
        scales = weight.detach().flatten(1).abs().amax(1) / 127
        return torch.fake_quantize_per_channel_affine(weight, scales, torch.zeros(len(scales)).int(), 0, -128, 127)

    def forward(self, x):
        x = torch.fake_quantize_per_tensor_affine(x, 0.0061, 20, 0, 255)
        x = F.relu(F.conv2d(x, self.weight(self.conv.weight), self.conv.bias, padding=1))
        x = torch.fake_quantize_per_tensor_affine(x, 0.0037, -128, -128, 127)
        x = torch.fake_quantize_per_tensor_affine(F.adaptive_avg_pool2d(x, 1).flatten(1), 0.0029, 0, -128, 127)
        return F.linear(x, self.weight(self.fc.weight), self.fc.bias)


class PerChannelQuantised(Quantised):
    def __init__(self):
        super().__init__(per_channel=True)


def exported(network, x, opset, batch):
    buffer = io.BytesIO()
    axes = {"x": {0: "batch"}, "y": {0: "batch"}} if batch == "open" else None
    torch.onnx.export(network, x, buffer, opset_version=opset, dynamic_axes=axes, input_names=["x"],
                      output_names=["y"])
    model = onnx.load_from_string(buffer.getvalue())
    for node in model.graph.node:
        node.doc_string = ""
    return model


class Modern(nn.Module):
    """What newer exporters write, in operators of opsets 18 to 21; `nodes` says the same as `forward`."""

    def __init__(self, opset):
        super().__init__()
        self.opset = opset
        values = 8 if opset >= 21 else 4
        self.conv = torch.randn(8, 3, 3, 3) / 4
        self.scale, self.bias = torch.rand(values) + 0.5, torch.randn(values)
        self.head = torch.randn(8, 5)

    def forward(self, x):
        repeats = 8 // len(self.scale)
        wide = lambda value: value.repeat_interleave(repeats)
        x = F.conv2d(F.pad(x, (1, 2, 2, 1), mode="circular"), self.conv)
        x = F.group_norm(x, 4, wide(self.scale), wide(self.bias))
        a, b = x.split(4, 1)
        a = F.gelu(a) if self.opset >= 20 else F.mish(a)
        b = F.gelu(b, approximate="tanh") if self.opset >= 20 else F.hardswish(b)
        x = F.interpolate(torch.cat([a, b], 1), scale_factor=2.0, mode="bilinear", align_corners=False)
        return x.square().mean((2, 3)).add(0.1).log() @ self.head

    def model(self, shape, batch):
        node, opset = helper.make_node, self.opset
        gelu = opset >= 20
        nodes = [
            node("Pad", ["x", "pads", "", "space"], ["padded"], mode="wrap") if opset >= 19 else None,
            node("Conv", ["padded" if opset >= 19 else "x", "conv"], ["c"]),
            node("GroupNormalization", ["c", "scale", "bias"], ["n"], num_groups=4),
            node("Split", ["n"], ["a", "b"], axis=1, num_outputs=2),
            node("Gelu" if gelu else "Mish", ["a"], ["d"]),
            node("Gelu", ["b"], ["e"], approximate="tanh") if gelu else node("HardSwish", ["b"], ["e"]),
            node("Concat", ["d", "e"], ["f"], axis=1),
            node("Resize", ["f", "", "scales"], ["g"], mode="linear", axes=[2, 3]),
            node("ReduceSumSquare", ["g", "space"], ["h"], keepdims=0),
            node("Div", ["h", "pixels"], ["i"]),
            node("Add", ["i", "tenth"], ["j"]),
            node("Log", ["j"], ["k"]),
            node("MatMul", ["k", "head"], ["y"]),
        ]
        pixels = 4 * (shape[2] + 1) * (shape[3] + 1) if opset >= 19 else 4 * (shape[2] - 2) * (shape[3] - 2)
        values = dict(
            conv=self.conv.numpy(), scale=self.scale.numpy(), bias=self.bias.numpy(), head=self.head.numpy(),
            pads=np.array([2, 1, 1, 2]), space=np.array([2, 3]), scales=np.array([2, 2], np.float32),
            pixels=np.array(pixels, np.float32), tenth=np.array(0.1, np.float32),
        )
        size = ["batch", *shape[1:]] if batch == "open" else shape
        graph = helper.make_graph(
            [each for each in nodes if each is not None],
            "modern",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, size)],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [size[0], 5])],
            [numpy_helper.from_array(value, name) for name, value in values.items()],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])


class Modern18(Modern):
    """Opset 18 has no pads that wrap round."""

    def __init__(self):
        super().__init__(18)

    def forward(self, x):
        a, b = F.group_norm(F.conv2d(x, self.conv), 4, *[
            value.repeat_interleave(2) for value in [self.scale, self.bias]]).split(4, 1)
        x = torch.cat([F.mish(a), F.hardswish(b)], 1)
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        return x.square().mean((2, 3)).add(0.1).log() @ self.head


networks = []
for network, shape, opsets in [
    (Transformer(), (2, 3, 8, 8), [9, 12, 14, 17]),
    (EinsumTransformer(), (2, 3, 8, 8), [12, 16]),
    (Mobile(), (2, 3, 8, 7), [9, 11, 13, 16]),
    (NearestUNet(), (2, 2, 8, 12), [9]),
    (UNet(), (2, 2, 8, 12), [11, 13, 16]),
    (Norms(), (2, 3, 5, 4), [9, 11, 13, 16]),
    (Quantised(), (2, 3, 6, 5), [10, 13, 16]),
    (PerChannelQuantised(), (2, 3, 6, 5), [13, 16]),
    (Modern18(), (2, 3, 6, 5), [18]),
    (Modern(19), (2, 3, 4, 5), [19]),
    (Modern(20), (2, 3, 4, 5), [20]),
    (Modern(21), (2, 3, 4, 5), [21]),
]:
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2)
    network.eval()
    x64 = torch.randint(0, 65, shape)
    x = (x64 / 64).requires_grad_()
    y = network(x)
    dy = (torch.randn(y.shape) * 100).round() / 100
    (y * dy).sum().backward()
    models = []
    for opset in opsets:
        for batch in ["fixed", "open"] if opset == opsets[-1] else ["fixed"]:
            try:
                model = (network.model(shape, batch) if isinstance(network, Modern)
                         else exported(network, x.detach(), opset, batch))
            except Exception as error:
                print("not exported:", type(network).__name__, opset, batch, str(error).splitlines()[0][:80])
                continue
            models.append({"opset": opset, "batch": batch,
                           "bytes": base64.b64encode(model.SerializeToString()).decode()})
    listed = lambda value: [float(f"{number:.7g}") for number in value.flatten().tolist()]
    networks.append({
        "name": type(network).__name__,
        "shape": list(shape),
        "x64": x64.flatten().tolist(),
        "y": listed(y.detach()),
        "dy": listed(dy),
        "gradient": listed(x.grad),
        "models": models,
    })

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "gradientModels.json"), "w") as file:
    json.dump({"seed": SEED, "versions": {"torch": torch.__version__, "onnx": onnx.__version__},
               "networks": networks}, file, separators=(",", ":"))
    file.write("\n")
