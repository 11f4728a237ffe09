#!/usr/bin/python3
"""Classifiers of ImageNet's size with random weights, as PyTorch exports them, for `npm run bench:audit`.

    python3 bench/torchvision.py FOLDER

writes resnet18.onnx and mobilenet_v2.onnx (Debian's python3-torch, python3-torchvision and python3-onnx). Their answers to images have no
meaning: attack them with labels that are their own answers.
"""
import sys

import torch
import torchvision

torch.manual_seed(0)
for name in ["resnet18", "mobilenet_v2"]:
    model = getattr(torchvision.models, name)(weights=None).eval()
    path = f"{sys.argv[1]}/{name}.onnx"
    torch.onnx.export(model, torch.zeros(1, 3, 224, 224), path, opset_version=13,
                      input_names=["input"], output_names=["logits"],
                      dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}})
    print(path, torch.__version__, torchvision.__version__)
