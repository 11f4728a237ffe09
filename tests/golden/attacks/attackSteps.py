"""Where attacks stand at each step on a small network, in float64 by PyTorch's autograd, written from the papers:
Auto-PGD (Croce and Hein, 2020, Algorithm 1; a walk that goes back to its best place steps on from there at once),
MI-FGSM (Dong et al., 2018), PGD with cosine steps → attackSteps.json."""
import json
import math
import os
import torch

SEED, STEPS, IMAGES, PIXELS, HIDDEN, CLASSES = 97, 14, 3, 12, 16, 5
EPSILON = {"linf": 0.3, "l2": 0.8}

torch.manual_seed(SEED)
torch.set_default_dtype(torch.float64)


def rounded(tensor):
    """To float32, which is what the other side has."""
    return tensor.float().double()


first = rounded(torch.randn(PIXELS, HIDDEN))
second = rounded(torch.randn(HIDDEN, CLASSES))
images = rounded(torch.rand(IMAGES, PIXELS))
labels = torch.tensor([int((torch.tanh(x @ first) @ second).argmax()) for x in images])
smallest_slope = smallest_change = math.inf


def logits(x):
    return torch.tanh(x @ first) @ second


def cross_entropy(z, y):
    return torch.logsumexp(z, 0) - z[y]


def dlr(z, y):
    ordered = z.sort(descending=True).values
    others = torch.cat([z[:y], z[y + 1:]])
    return -(z[y] - others.max()) / (ordered[0] - ordered[2])


LOSSES = {"cross-entropy": cross_entropy, "dlr": dlr}


def look(x, y, loss):
    global smallest_slope
    leaf = x.clone().requires_grad_(True)
    value = LOSSES[loss](logits(leaf), y)
    value.backward()
    smallest_slope = min(smallest_slope, float(leaf.grad.abs().min() / leaf.grad.abs().max()))
    return float(value), leaf.grad


def project(x, origin, norm):
    delta, epsilon = x - origin, EPSILON[norm]
    if norm == "linf":
        delta = delta.clamp(-epsilon, epsilon)
    elif delta.norm() > epsilon:
        delta = delta * (epsilon / delta.norm())
    return (origin + delta).clamp(0, 1)


def direction(gradient, norm):
    return gradient.sign() if norm == "linf" else gradient / gradient.norm()


def apgd(origin, y, norm, loss):
    global smallest_change
    p = [0.0, 0.22]
    while p[-1] < 1:
        p.append(p[-1] + max(p[-1] - p[-2] - 0.03, 0.06))
    marks = sorted({math.ceil(round(share * STEPS, 9)) for share in p})
    alpha, rho, length = 0.75, 0.75, 2 * EPSILON[norm]
    x, before = origin, origin
    places, values, lengths, best_values = [], [], [], []
    best = None
    for k in range(STEPS):
        value, gradient = look(x, y, loss)
        places.append(x)
        values.append(value)
        if best is None or value > best[0]:
            best = (value, x, gradient)
        best_values.append(best[0])
        lengths.append(length)
        compared = value
        if k > 0 and k in marks:
            j = marks.index(k)
            start = marks[j - 1]
            changes = [values[i + 1] - effective[i] for i in range(start, k)]
            smallest_change = min([smallest_change] + [abs(change) for change in changes if change != 0])
            rises = sum(change > 0 for change in changes)
            few = rises < rho * (k - start)
            unchanged = lengths[start] == lengths[k] and best_values[start] == best_values[k]
            if few or unchanged:
                length /= 2
                before, (compared, x, gradient) = x, best
        effective = (effective if k > 0 else []) + [compared]
        share = 1 if k == 0 else alpha
        z = project(x + length * direction(gradient, norm), origin, norm)
        after = project(x + share * (z - x) + (1 - share) * (x - before), origin, norm)
        before, x = x, after
    return places, values, best[1]


def momentum(origin, y, norm, loss):
    x, gathered = origin, torch.zeros(PIXELS)
    places, values = [], []
    for _ in range(STEPS):
        value, gradient = look(x, y, loss)
        places.append(x)
        values.append(value)
        gathered = gathered + gradient / gradient.abs().sum()
        x = project(x + EPSILON[norm] / STEPS * direction(gathered, norm), origin, norm)
    return places, values, x


def cosine(origin, y, norm, loss):
    x, places, values = origin, [], []
    for k in range(STEPS):
        value, gradient = look(x, y, loss)
        places.append(x)
        values.append(value)
        length = 2.5 * EPSILON[norm] / STEPS * (1 + math.cos(math.pi * k / STEPS)) / 2
        x = project(x + length * direction(gradient, norm), origin, norm)
    return places, values, x


def case(method, walk, norm, loss, **given):
    walks = [walk(x, int(y), norm, loss) for x, y in zip(images, labels)]
    listed = lambda tensors: [[round(v, 8) for v in t.tolist()] for t in tensors]
    return {
        "settings": {"method": method, "norm": norm, "loss": loss, "epsilon": EPSILON[norm], "steps": STEPS,
                     "randomStart": False, **given},
        # [step][image][pixel]
        "places": [listed(step) for step in zip(*[places for places, _, _ in walks])],
        "losses": [[round(v, 8) for v in step] for step in zip(*[values for _, values, _ in walks])],
        "result": listed([result for _, _, result in walks]),
    }


cases = [case("apgd", apgd, norm, loss) for norm in EPSILON for loss in LOSSES]
cases += [case("momentum-pgd", momentum, norm, "cross-entropy") for norm in EPSILON]
cases += [case("pgd", cosine, "linf", "cross-entropy", schedule="cosine")]

record = {
    "made_by": "attackSteps.py", "torch": torch.__version__, "seed": SEED,
    # Slopes and changes of the loss near zero may have another sign in float32.
    "smallest_slope": smallest_slope, "smallest_change": smallest_change,
    "first": first.tolist(), "second": second.tolist(), "images": images.tolist(), "labels": labels.tolist(), "cases": cases,
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "attackSteps.json"), "w") as file:
    json.dump(record, file, separators=(",", ":"))
