"""Ten steps of each optimizer by torch.optim, with and without weight decay and momentum → optimizers.json."""
import json
import os
import torch

SEED, STEPS, SIZE = 20, 10, 12

CASES = [
    ("sgd", {}, torch.optim.SGD, dict(lr=0.05)),
    ("sgd", {"momentum": 0.9}, torch.optim.SGD, dict(lr=0.05, momentum=0.9)),
    ("sgd", {"momentum": 0.8, "nesterov": True}, torch.optim.SGD, dict(lr=0.05, momentum=0.8, nesterov=True)),
    ("adam", {}, torch.optim.Adam, dict(lr=1e-3)),
    ("adam", {"betas": [0.5, 0.9], "epsilon": 1e-4}, torch.optim.Adam, dict(lr=0.02, betas=(0.5, 0.9), eps=1e-4)),
    ("adagrad", {}, torch.optim.Adagrad, dict(lr=0.01)),
    ("adagrad", {"epsilon": 0.1}, torch.optim.Adagrad, dict(lr=0.05, eps=0.1)),
    ("adadelta", {}, torch.optim.Adadelta, dict(lr=1.0)),
    ("adadelta", {"rho": 0.5, "epsilon": 1e-3}, torch.optim.Adadelta, dict(lr=0.5, rho=0.5, eps=1e-3)),
    ("rmsprop", {}, torch.optim.RMSprop, dict(lr=0.01)),
    ("rmsprop", {"momentum": 0.9}, torch.optim.RMSprop, dict(lr=0.01, momentum=0.9)),
    ("rmsprop", {"alpha": 0.5, "epsilon": 1e-2}, torch.optim.RMSprop, dict(lr=0.01, alpha=0.5, eps=1e-2)),
]

torch.manual_seed(SEED)
start = torch.randn(SIZE)
gradients = torch.randn(STEPS, SIZE)
gradients[:, 0] = 0.0  # a weight that no gradient reaches
gradients[:, 1] *= 1e-6


def run(make, options, weight_decay):
    weights = torch.nn.Parameter(start.clone())
    optimizer = make([weights], weight_decay=weight_decay, **options)
    rows = []
    for gradient in gradients:
        weights.grad = gradient.clone()
        optimizer.step()
        rows.append([float(value) for value in weights.detach()])
    return rows


cases = [
    {"settings": {"name": name, **settings}, "learningRate": options["lr"], "weightDecay": decay,
     "parameters": run(make, options, decay)}
    for name, settings, make, options in CASES
    for decay in (0.0, 0.1)
]
golden = {"seed": SEED, "torch": torch.__version__, "start": start.tolist(), "gradients": gradients.tolist(), "cases": cases}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "optimizers.json"), "w") as file:
    json.dump(golden, file)
    file.write("\n")
