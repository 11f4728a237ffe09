"""Small models exported by PyTorch in several opsets, with an input and PyTorch's own output each."""

import base64
import io
import json
import warnings

import onnx
import torch
import torch.nn.functional as F
from torch import nn

warnings.filterwarnings("ignore")
SEED = 7
torch.manual_seed(SEED)


class Classifier(nn.Module):
    """Strided and grouped convolutions, batch norm, pools, and a view that computes its shape."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=4)
        self.fc = nn.Linear(8 * 4, 10)

    def forward(self, x):
        x = F.relu6(self.bn1(self.conv1(x)))
        x = F.max_pool2d(F.leaky_relu(self.conv2(x)), 3, 2, 1, ceil_mode=True)
        x = F.adaptive_avg_pool2d(x, 2)
        x = F.dropout(x.view(x.size(0), -1), training=self.training)
        return F.log_softmax(self.fc(x), dim=1)


class Reshaper(nn.Module):
    """Channel shuffle, split, resampling and padding, with sizes taken from the input."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        a, b = torch.split(x, [1, c - 1], dim=1)
        b = F.pad(b, (1, 0, 2, 1), value=0.5)[:, :, 1:-1, ::2]
        b = F.interpolate(b, size=(h, w), mode="nearest")
        a = F.interpolate(F.interpolate(a, scale_factor=2, mode="bilinear", align_corners=False), size=(h, w))
        x = torch.cat([a, b, F.gelu(b), F.hardswish(b)], 1)
        return x.flatten(2).mean(-1) + x.amax((2, 3)) - x.var((2, 3), unbiased=False).clamp(min=0.1)


class Attention(nn.Module):
    """Layer norm and one head of attention over image patches."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 12, 4, stride=4)
        self.norm = nn.LayerNorm(12)
        self.qkv = nn.Linear(12, 36)
        self.head = nn.Linear(12, 5)

    def forward(self, x):
        x = self.patches(x).flatten(2).permute(0, 2, 1)
        n, tokens, width = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(n, tokens, 3, width).permute(2, 0, 1, 3).unbind(0)
        weights = torch.softmax(q @ k.transpose(-2, -1) / width**0.5, -1)
        return self.head((x + weights @ v)[:, 0])


networks = []
for network, shape in [(Classifier(), (2, 3, 12, 11)), (Reshaper(), (2, 4, 6, 5)), (Attention(), (2, 3, 8, 8))]:
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2)
    network.eval()
    x = torch.randint(0, 65, shape)
    with torch.no_grad():
        y = network(x / 64)
    models = []
    for opset in [9, 11, 13, 17]:
        for batch in ["fixed", "open"]:
            buffer = io.BytesIO()
            # The exporter pads ceil_mode by hand in opset 9, by more than ONNX Runtime takes.
            if opset == 9 and isinstance(network, Classifier):
                continue
            axes = {"x": {0: "batch"}, "y": {0: "batch"}} if batch == "open" else None
            try:
                torch.onnx.export(
                    network,
                    x / 64,
                    buffer,
                    opset_version=opset,
                    dynamic_axes=axes,
                    input_names=["x"],
                    output_names=["y"],
                )
            except Exception as error:
                print("not exported:", type(network).__name__, opset, batch, str(error).splitlines()[0][:80])
                continue
            model = onnx.load_from_string(buffer.getvalue())
            for node in model.graph.node:
                node.doc_string = ""
            bytes = base64.b64encode(model.SerializeToString()).decode()
            models.append({"opset": opset, "batch": batch, "bytes": bytes})
    networks.append(
        {
            "name": type(network).__name__,
            "shape": list(shape),
            "x64": x.flatten().tolist(),
            "y": [round(value, 7) for value in y.flatten().tolist()],
            "models": models,
        }
    )

versions = {"torch": torch.__version__, "onnx": onnx.__version__}
with open("tests/golden/networks/torchModels.json", "w") as file:
    json.dump({"seed": SEED, "versions": versions, "networks": networks}, file)
