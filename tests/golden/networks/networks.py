#!/usr/bin/python3
"""Parameter counts and logits of the networks in PyTorch.

The networks of torchvision are torchvision's own, with the stated changes for small images; the others are
written here. Weights follow a formula of their name and index that the test computes too (`fill`); logits are
computed in float64 from those float32 values.
"""
import json
import math
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision
from torchvision import models


class LeNet(nn.Module):
    def __init__(self, channels, side, classes):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(channels, 32, 5, padding=2), nn.Conv2d(32, 64, 5, padding=2)
        self.fc1, self.fc2 = nn.Linear(64 * (side // 4) ** 2, 1024), nn.Linear(1024, classes)

    def forward(self, x):
        for conv in (self.conv1, self.conv2):
            x = F.max_pool2d(conv(x).relu(), 2)
        return self.fc2(self.fc1(x.flatten(1)).relu())


class SixConv(nn.Module):
    def __init__(self, classes):
        super().__init__()
        given = 3
        for i, channels in enumerate((16, 16, 32, 32, 64, 64)):
            self.add_module(f"conv{i + 1}", nn.Conv2d(given, channels, 3, 1 + i % 2, 1, bias=False))
            self.add_module(f"bn{i + 1}", nn.BatchNorm2d(channels))
            given = channels
        self.fc = nn.Linear(given, classes)

    def forward(self, x):
        for i in range(1, 7):
            x = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)).relu()
        return self.fc(x.mean((2, 3)))


class PreActivation(nn.Module):
    def __init__(self, given, width, first, norm):
        super().__init__()
        self.added = width - given
        conv = lambda a, b, stride: nn.Conv2d(a, b, 3, stride, 1, bias=False)
        self.conv1, self.conv2 = conv(given, width, width // given), conv(width, width, 1)
        self.bn1 = norm(given) if norm and not first else nn.Identity()
        self.bn2 = norm(width) if norm else nn.Identity()
        self.before = nn.Identity() if first else nn.ReLU()

    def forward(self, x):
        residual = self.conv2(self.bn2(self.conv1(self.before(self.bn1(x)))).relu())
        if not self.added:
            return x + residual
        pooled = F.avg_pool2d(x, 2)
        zeros = pooled.new_zeros(pooled.shape[0], self.added // 2, *pooled.shape[2:])
        return torch.cat((zeros, pooled, zeros), 1) + residual


class ResNet32(nn.Module):
    def __init__(self, channels, classes, norm=None):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 16, 3, 1, 1, bias=False)
        self.bn1 = norm(16) if norm else nn.Identity()
        widths = [16] * 6 + [32] * 5 + [64] * 5
        for stage in range(3):
            blocks = [PreActivation(widths[i], widths[i + 1], i == 0, norm) for i in range(stage * 5, stage * 5 + 5)]
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        return self.fc(self.layer3(self.layer2(self.layer1(x))).relu().mean((2, 3)))


def small_stem(net):
    net.conv1, net.maxpool = nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.Identity()
    return net


def small_vgg(net, channels, side, classes):
    """Pools that round up, a head of 512 units."""
    net.features[0] = nn.Conv2d(channels, 64, 3, padding=1)
    for layer in net.features:
        if isinstance(layer, nn.MaxPool2d):
            layer.ceil_mode = True
    net.avgpool = nn.Identity()
    net.classifier[0] = nn.Linear(512 * math.ceil(side / 32) ** 2, 512)
    net.classifier[3], net.classifier[6] = nn.Linear(512, 512), nn.Linear(512, classes)
    return net


def small_alexnet(channels, side, classes):
    net = models.alexnet(num_classes=classes)
    net.features[0] = nn.Conv2d(channels, 64, 3, 2, 1)
    net.features[3] = nn.Conv2d(64, 192, 3, 1, 1)
    for i in (2, 5, 12):
        net.features[i] = nn.MaxPool2d(2, 2, ceil_mode=True)
    net.avgpool = nn.Identity()
    net.classifier[1] = nn.Linear(256 * math.ceil(side / 16) ** 2, 4096)
    return net


def noise(seed, count):
    """Numbers in [0, 1): an integer hash of the index, the same in every language with 32-bit integers."""
    h = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1) + np.uint32(seed * 0x85EBCA6B & 0xFFFFFFFF)
    h = (h ^ h >> np.uint32(16)) * np.uint32(0x7FEB352D)
    h = (h ^ h >> np.uint32(15)) * np.uint32(0x846CA68B)
    return (h ^ h >> np.uint32(16)) / 2.0**32


def fill(net):
    for name, value in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        u = noise(sum(name.encode()), value.numel())
        if value.dim() > 1:
            u = (2 * u - 1) * math.sqrt(4 / value[0].numel())
        elif name.endswith("running_var") or name.endswith("weight"):
            u = 0.75 + 0.5 * u
        else:
            u = 0.2 * (u - 0.5)
        value.copy_(torch.from_numpy(u.astype(np.float32)).reshape(value.shape))
    return net.double()


def case(network, net, shape, classes=10, batch_norm=False, training=False):
    net = fill(net)
    net.train(training)
    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
    images = noise(1, 2 * math.prod(shape)).astype(np.float32).reshape(2, *shape)
    with torch.no_grad():
        logits = net(torch.from_numpy(images).double())
    record = {"network": network, "shape": list(shape), "classes": classes, "batchNorm": batch_norm,
              "training": training, "logits": [[round(v, 9) for v in row] for row in logits.tolist()]}
    if training:
        # With momentum 1 the running statistics are the batch's; PyTorch keeps the unbiased variance.
        name, bn = [m for m in net.named_modules() if isinstance(m[1], nn.BatchNorm2d)][1]
        seen = {}
        handle = bn.register_forward_hook(lambda _, given, __: seen.update(x=given[0]))
        with torch.no_grad():
            net(torch.from_numpy(images).double())
        handle.remove()
        record["batchStatistics"] = {"layer": name, "mean": bn.running_mean[:8].tolist(),
                                     "variance": seen["x"].var((0, 2, 3), unbiased=False)[:8].tolist()}
    return record


def count(network, net, shape, classes, batch_norm):
    return {"network": network, "shape": list(shape), "classes": classes, "batchNorm": batch_norm,
            "parameters": sum(p.numel() for p in net.parameters())}


identity = nn.Identity
counts = []
for classes in (1000, 10):
    of = dict(num_classes=classes)
    large = (3, 224, 224)
    for depth in (18, 34, 50):
        make = getattr(models, f"resnet{depth}")
        counts.append(count(f"resnet-{depth}", make(**of), large, classes, True))
        counts.append(count(f"resnet-{depth}", make(norm_layer=identity, **of), large, classes, False))
    counts.append(count("alexnet", models.alexnet(**of), large, classes, False))
    counts.append(count("vgg-11", models.vgg11(**of), large, classes, False))
    counts.append(count("vgg-11", models.vgg11_bn(**of), large, classes, True))
    counts.append(count("vgg-16", models.vgg16(**of), large, classes, False))
counts.append(count("lenet", LeNet(1, 28, 10), (1, 28, 28), 10, False))
counts.append(count("resnet-32", ResNet32(3, 10), (3, 32, 32), 10, False))
counts.append(count("resnet-18", small_stem(models.resnet18(num_classes=10)), (3, 32, 32), 10, True))
counts.append(count("six-conv", SixConv(10), (3, 32, 32), 10, True))

with torch.no_grad():
    logits = [
        case("lenet", LeNet(1, 28, 10), (1, 28, 28)),
        case("alexnet", small_alexnet(1, 28, 10), (1, 28, 28)),
        case("alexnet", small_alexnet(3, 32, 7), (3, 32, 32), classes=7),
        case("alexnet", models.alexnet(num_classes=10), (3, 224, 224)),
        case("vgg-11", small_vgg(models.vgg11(), 3, 32, 10), (3, 32, 32)),
        case("vgg-11", small_vgg(models.vgg11_bn(), 3, 64, 10), (3, 64, 64), batch_norm=True),
        case("vgg-16", small_vgg(models.vgg16(), 1, 28, 10), (1, 28, 28)),
        case("resnet-18", small_stem(models.resnet18(num_classes=10, norm_layer=identity)), (3, 32, 32)),
        case("resnet-18", small_stem(models.resnet18(num_classes=10)), (3, 32, 32), batch_norm=True),
        case("resnet-18", small_stem(models.resnet18(num_classes=10)), (3, 32, 32), batch_norm=True, training=True),
        case("resnet-34", models.resnet34(num_classes=10), (3, 64, 64), batch_norm=True),
        case("resnet-50", models.resnet50(num_classes=10), (3, 64, 64), batch_norm=True),
        case("resnet-32", ResNet32(3, 10), (3, 32, 32)),
        case("resnet-32", ResNet32(1, 10), (1, 28, 28)),
        case("resnet-32", ResNet32(3, 10, nn.BatchNorm2d), (3, 32, 32), batch_norm=True, training=True),
        case("six-conv", SixConv(10), (3, 32, 32), batch_norm=True),
    ]

# No seed: every weight and pixel is the formula's.
record = {"torch": torch.__version__, "torchvision": torchvision.__version__, "numpy": np.__version__,
          "seed": None, "counts": counts, "logits": logits}
with open(os.path.splitext(os.path.abspath(__file__))[0] + ".json", "w") as file:
    json.dump(record, file, indent=1)
    file.write("\n")
