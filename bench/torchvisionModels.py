#!/usr/bin/python3
"""Classifiers of ImageNet's size with random weights, as PyTorch exports them, and images that they know, for `npm run bench:audit`.

    python3 bench/torchvisionModels.py FOLDER PHOTOGRAPHS

PHOTOGRAPHS is a folder with the class folders of ImageNet and its `synset_words.txt`. Written are FOLDER/resnet18.onnx and
FOLDER/mobilenet_v2.onnx (Debian's python3-torch, python3-torchvision, python3-onnx and python3-pil), and beside each a folder of the same
name with a hundred photographs by the model's own answers, so that attacks have work to do: moments of batch normalisation and the biases
of the last layer are those of the photographs, without which one class would be the answer to all.
"""
import pathlib
import sys

import numpy
import PIL.Image
import torch
import torchvision

COUNT = 100
folder, photographs = map(pathlib.Path, sys.argv[1:])
ids = [line.split()[0] for line in (photographs / "synset_words.txt").read_text().splitlines()]
paths = sorted(photographs.glob("n*/*"))
paths = paths[:: max(1, len(paths) // COUNT)][:COUNT]


def middle(path):
    image = PIL.Image.open(path).convert("RGB")
    left, top = (image.width - 224) // 2, (image.height - 224) // 2
    return image.crop((left, top, left + 224, top + 224))


images = [middle(path) for path in paths]
pixels = torch.from_numpy(numpy.stack([numpy.asarray(image) for image in images])).permute(0, 3, 1, 2) / 255

torch.manual_seed(0)
for name in ["resnet18", "mobilenet_v2"]:
    model = getattr(torchvision.models, name)(weights=None)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 1
    with torch.no_grad():
        model.train()(pixels)
        model.eval()
        last = [module for module in model.modules() if isinstance(module, torch.nn.Linear)][-1]
        last.bias -= model(pixels).mean(0)
        answers = model(pixels).argmax(1)
    path = folder / f"{name}.onnx"
    torch.onnx.export(model, pixels[:1], str(path), opset_version=13, input_names=["input"], output_names=["logits"],
                      dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}})
    for number, (image, answer) in enumerate(zip(images, answers.tolist())):
        place = folder / name / ids[answer]
        place.mkdir(parents=True, exist_ok=True)
        image.save(place / f"{number}.png")
    print(path, len(set(answers.tolist())), "classes", torch.__version__, torchvision.__version__)
