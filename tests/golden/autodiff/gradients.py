"""Gradients by torch.autograd of single operators and of softmax cross-entropy → gradients.json."""
import json
import os
import torch
import torch.nn.functional as F

SEED = 41
torch.manual_seed(SEED)


def randn(*shape):
    """Two decimals, so that the file stays small and both sides start from the same float32."""
    return (torch.randn(*shape) * 100).round() / 100


def ties(*shape):
    """A few integers, zero among them: nearly every window has its maximum more than once."""
    return torch.randint(-1, 2, shape).float()


def pads(before, after=None):
    return [*before, *(after or before)]


cases = []


def case(title, op, function, inputs, attributes=None, constants=(), outputs=1):
    """`constants` follow the differentiated inputs in the ONNX node."""
    leaves = [value.clone().requires_grad_() for value in inputs]
    y = function(*leaves)
    dy = randn(*y.shape)
    y.backward(dy)
    cases.append({
        "title": title,
        "op": op,
        "attributes": attributes or {},
        "outputs": outputs,
        "inputs": [packed(value) for value in inputs],
        "constants": [packed(value) for value in constants],
        "y": packed(y),
        "dy": packed(dy),
        "gradients": [packed(leaf.grad) for leaf in leaves],
    })


def packed(value):
    value = value.detach()
    if value.dtype == torch.int64:
        return {"type": "int64", "shape": list(value.shape), "data": value.flatten().tolist()}
    return {"shape": list(value.shape), "data": [float(f"{number:.7g}") for number in value.flatten().tolist()]}


def conv(title, x, weights, stride=1, padding=0, dilation=1, groups=1):
    options = dict(stride=stride, padding=padding, dilation=dilation, groups=groups)
    two = lambda size: [size, size] if isinstance(size, int) else list(size)
    attributes = dict(strides=two(stride), pads=pads(two(padding)), dilations=two(dilation), group=groups)
    inputs = [randn(*x), randn(*weights), randn(weights[0])]
    case(f"Conv, {title}", "Conv", lambda a, w, b: F.conv2d(a, w, b, **options), inputs, attributes)


conv("3x3, padding 1", (2, 3, 5, 4), (4, 3, 3, 3), padding=1)
conv("1x1, stride 2", (2, 3, 5, 4), (4, 3, 1, 1), stride=2)
conv("3x3, stride 2, padding 1, even size", (2, 3, 6, 6), (4, 3, 3, 3), stride=2, padding=1)
conv("7x7, stride 2, padding 3", (1, 3, 9, 8), (2, 3, 7, 7), stride=2, padding=3)
conv("11x11, stride 4, padding 2", (1, 1, 19, 18), (2, 1, 11, 11), stride=4, padding=2)
conv("stride 3 by 2, pixels left over", (1, 2, 9, 8), (3, 2, 2, 3), stride=(3, 2))
conv("dilation 2, padding 2", (2, 2, 6, 5), (3, 2, 3, 3), dilation=2, padding=2)
conv("dilation 3 by 2, stride 2", (1, 2, 9, 9), (2, 2, 3, 2), dilation=(3, 2), stride=2, padding=(1, 2))
conv("two groups, stride 2", (2, 4, 5, 5), (6, 2, 3, 3), groups=2, stride=2, padding=1)
conv("depthwise", (2, 4, 5, 4), (4, 1, 3, 3), groups=4, padding=1)
conv("sixteen channels, 5x5", (1, 16, 6, 5), (2, 16, 5, 5), padding=2)

case(
    "ConvTranspose, stride 2, output padding", "ConvTranspose",
    lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1, groups=2),
    [randn(1, 4, 3, 3), randn(4, 2, 3, 3), randn(4)],
    dict(strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1], group=2),
)


def max_pool(title, x, kernel, stride, padding=0, dilation=1, ceil_mode=False):
    attributes = dict(kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[padding] * 4,
                      dilations=[dilation] * 2, ceil_mode=int(ceil_mode))
    function = lambda value: F.max_pool2d(value, kernel, stride, padding, dilation, ceil_mode)
    case(f"MaxPool, {title}", "MaxPool", function, [x], attributes)


max_pool("2x2 side by side", randn(2, 3, 6, 4), 2, 2)
max_pool("2x2 side by side, equal values", torch.full((1, 2, 4, 4), 0.5), 2, 2)
max_pool("2x2 side by side, ties", ties(2, 3, 6, 6), 2, 2)
max_pool("2x2 side by side, padding, ties", ties(1, 3, 6, 4), 2, 2, 1)
max_pool("2x2 side by side, the last window overhangs, ties", ties(1, 2, 5, 7), 2, 2, ceil_mode=True)
max_pool("3x3 side by side, pixels left over, ties", ties(1, 2, 8, 10), 3, 3)
max_pool("3x3, stride 2, padding 1", randn(2, 2, 7, 6), 3, 2, 1)
max_pool("3x3, stride 2, padding 1, ties", ties(2, 2, 6, 7), 3, 2, 1)
max_pool("3x3, stride 2, equal values", torch.full((1, 1, 7, 7), -1.0), 3, 2)
max_pool("3x3, stride 1, ties", ties(1, 2, 5, 5), 3, 1, 1)
max_pool("2x2, dilation 2, ties", ties(1, 1, 6, 6), 2, 1, 0, 2)
case("GlobalMaxPool, ties", "GlobalMaxPool", lambda x: F.adaptive_max_pool2d(x, 1), [ties(2, 2, 3, 3)])

for included in (False, True):
    case(
        f"AveragePool, 3x3, stride 2, padding 1, count_include_pad {int(included)}", "AveragePool",
        lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=included), [randn(2, 2, 7, 6)],
        dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4, count_include_pad=int(included)),
    )
case("GlobalAveragePool", "GlobalAveragePool", lambda x: F.adaptive_avg_pool2d(x, 1), [randn(2, 3, 3, 4)])


def batch_norm(title, x, training):
    channels = x.shape[1]
    stored = [randn(channels), torch.rand(channels) + 0.5]
    stored[1] = (stored[1] * 100).round() / 100
    function = lambda a, scale, bias: F.batch_norm(
        a, stored[0].clone(), stored[1].clone(), scale, bias, training, 0.0, 1e-5)
    mode = dict(training_mode=1, momentum=0) if training else {}
    case(f"BatchNormalization, {title}", "BatchNormalization", function, [x, randn(channels), randn(channels)],
         dict(epsilon=1e-5, **mode), stored, 3 if training else 1)


batch_norm("batch statistics", randn(4, 3, 3, 4), True)
batch_norm("batch statistics, mean 5", randn(4, 3, 3, 4) + 5, True)
batch_norm("batch statistics, small values", randn(4, 3, 3, 4) / 100, True)
batch_norm("stored statistics", randn(2, 3, 3, 4), False)

case("Relu at zero", "Relu", F.relu, [ties(2, 6)])
case("Abs at zero", "Abs", torch.abs, [ties(2, 6)])
case("Max of two, ties", "Max", torch.maximum, [ties(3, 6), ties(3, 6)])
case("Min of two, ties", "Min", torch.minimum, [ties(3, 6), ties(3, 6)])
case("ReduceMax, ties", "ReduceMax", lambda x: x.amax(1), [ties(3, 6)], dict(axes=[1], keepdims=0))
case("ReduceMin, ties", "ReduceMin", lambda x: x.amin((0, 2), keepdim=True), [ties(3, 2, 4)], dict(axes=[0, 2]))
case("Clip at its bounds", "Clip", lambda x: x.clamp(-1, 1), [ties(2, 6) * 1.5 - 0.5],
     constants=[torch.tensor(-1.0), torch.tensor(1.0)])
case("Clip, gradients of the bounds", "Clip", torch.clamp,
     [ties(2, 6) * 1.5 - 0.5, torch.tensor(-0.5), torch.tensor(1.0)])
case("Pow, a square at zero", "Pow", lambda x: x ** 2, [ties(2, 6)], constants=[torch.tensor(2.0)])
case("Pow, base and exponent, base zero", "Pow", torch.pow,
     [torch.tensor([0.0, 0.5, 2.0, 1.5]), torch.tensor([2.0, 1.5, -1.0, 3.0])])
case("Softmax", "Softmax", lambda x: x.softmax(1), [randn(3, 5, 2)], dict(axis=1))
case("LogSoftmax, far apart", "LogSoftmax", lambda x: x.log_softmax(-1), [randn(3, 5) * 40], dict(axis=-1))

logits = randn(6, 10) * 3
targets = torch.zeros(6, 10)
targets[range(3), [1, 4, 9]] = 1
targets[3:] = randn(3, 10).softmax(1)
leaf = logits.clone().requires_grad_()
loss = F.cross_entropy(leaf, targets)
loss.backward()
cross_entropy = {"logits": packed(logits), "targets": packed(targets), "loss": float(loss),
                 "gradient": packed(leaf.grad)}


# Operators that came later; behind the others, so that those keep their random numbers.
bounds = torch.tensor([-4.0, -3.0, -1.5, -1.0, 0.0, 0.5, 1.0, 3.0, 4.0])
near = torch.tensor([-4.0, -3.0, -1.5, -0.25, 0.0, 0.5, 1.0, 3.0, 4.0])
case("LeakyRelu at zero", "LeakyRelu", lambda x: F.leaky_relu(x, 0.1), [ties(2, 6)], dict(alpha=0.1))
case("LeakyRelu, a negative slope", "LeakyRelu", lambda x: F.leaky_relu(x, -0.5), [ties(2, 6)], dict(alpha=-0.5))
case("PRelu at zero, a slope for each channel", "PRelu", lambda x, w: F.prelu(x, w[:, 0, 0]),
     [ties(2, 3, 2, 2), randn(3, 1, 1)])
case("Elu at zero, alpha 2", "Elu", lambda x: F.elu(x, 2.0), [bounds], dict(alpha=2.0))
case("Selu at zero", "Selu", F.selu, [bounds])
case("Celu at zero, alpha 2", "Celu", lambda x: F.celu(x, 2.0), [bounds], dict(alpha=2.0))
case("HardSigmoid at its bounds", "HardSigmoid", F.hardsigmoid, [near], dict(alpha=1 / 6, beta=0.5))
case("HardSwish at its bounds", "HardSwish", F.hardswish, [near])
case("Softplus", "Softplus", F.softplus, [randn(2, 6) * 3])
case("Softsign at zero", "Softsign", F.softsign, [bounds])
case("ThresholdedRelu at its threshold", "ThresholdedRelu", lambda x: F.threshold(x, 1.0, 0.0), [bounds],
     dict(alpha=1.0))
case("Erf", "Erf", torch.erf, [randn(2, 6)])
case("Atan", "Atan", torch.atan, [randn(2, 6)])
case("Asinh", "Asinh", torch.asinh, [randn(2, 6)])
case("Reciprocal", "Reciprocal", torch.reciprocal, [randn(2, 6) + 3])

case("ReduceProd, zeros", "ReduceProd", lambda x: x.prod(1), [ties(6, 4)], dict(axes=[1], keepdims=0))
case("ReduceL1 at zero", "ReduceL1", lambda x: x.norm(1, 1), [ties(6, 4)], dict(axes=[1], keepdims=0))
case("ReduceL2, rows of zeros", "ReduceL2", lambda x: x.norm(2, 1), [ties(9, 2)], dict(axes=[1], keepdims=0))
case("ReduceLogSumExp, far apart", "ReduceLogSumExp", lambda x: x.logsumexp(1), [randn(3, 4) * 40],
     dict(axes=[1], keepdims=0))
case("ReduceLogSum", "ReduceLogSum", lambda x: x.sum(1).log(), [randn(3, 4).abs() + 0.1], dict(axes=[1], keepdims=0))
case("Mean of three", "Mean", lambda a, b, c: (a + b + c) / 3, [randn(2, 3), randn(3), randn(2, 1)])
case("Sum of three", "Sum", lambda a, b, c: a + b + c, [randn(2, 3), randn(3), randn(2, 1)])

case("LayerNormalization", "LayerNormalization", lambda x, w, b: F.layer_norm(x, (3, 4), w, b),
     [randn(2, 3, 4), randn(3, 4), randn(3, 4)], dict(axis=1))
case("LayerNormalization, mean 5", "LayerNormalization", lambda x, w, b: F.layer_norm(x, (6,), w, b),
     [randn(4, 6) + 5, randn(6), randn(6)])
case("InstanceNormalization", "InstanceNormalization", lambda x, w, b: F.instance_norm(x, weight=w, bias=b),
     [randn(2, 3, 4, 3), randn(3), randn(3)])
case("LRN", "LRN", lambda x: F.local_response_norm(x, 3, 0.9, 0.6, 1.5), [randn(2, 5, 2, 3)],
     dict(size=3, alpha=0.9, beta=0.6, bias=1.5))
case("LpPool, p = 2", "LpPool", lambda x: F.lp_pool2d(x, 2, 3, 2), [randn(1, 2, 7, 6)],
     dict(kernel_shape=[3, 3], strides=[2, 2], p=2))
for included in (False, True):
    case(
        f"AveragePool, the last window overhangs, count_include_pad {int(included)}", "AveragePool",
        lambda x: F.avg_pool2d(x, 3, 2, 1, True, included), [randn(1, 2, 6, 5)],
        dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4, ceil_mode=1, count_include_pad=int(included)),
    )

case("Einsum, attention", "Einsum", lambda a, b: torch.einsum("bhid,bhjd->bhij", a, b),
     [randn(2, 2, 3, 4), randn(2, 2, 2, 4)], dict(equation="bhid,bhjd->bhij"))
case("Einsum, ellipsis", "Einsum", lambda a, b: torch.einsum("...ij,jk->...ki", a, b),
     [randn(2, 2, 3, 4), randn(4, 2)], dict(equation="...ij,jk->...ki"))
case("DepthToSpace, CRD", "DepthToSpace", lambda x: F.pixel_shuffle(x, 2), [randn(1, 8, 2, 3)],
     dict(blocksize=2, mode="CRD"))
case("CumSum", "CumSum", lambda x: x.cumsum(1), [randn(2, 5)], constants=[torch.tensor(1)])
case("TopK", "TopK", lambda x: x.topk(3, 1)[0], [randn(2, 6)], constants=[torch.tensor([3])], outputs=2)
case("GatherElements, repeats", "GatherElements", lambda x: x.gather(1, torch.tensor([[0, 0, 3], [2, 1, 2]])),
     [randn(2, 4)], dict(axis=1), [torch.tensor([[0, 0, 3], [2, 1, 2]])])
case("Tile", "Tile", lambda x: x.repeat(2, 1, 3), [randn(2, 3, 2)], constants=[torch.tensor([2, 1, 3])])
for mode, name in [("reflect", "reflect"), ("replicate", "edge")]:
    case(f"Pad, {name}", "Pad", lambda x: F.pad(x, (2, 1, 1, 2), mode), [randn(1, 2, 4, 3)], dict(mode=name),
         [torch.tensor([0, 0, 1, 2, 0, 0, 2, 1])])
case("Pad, reflect and crop", "Pad", lambda x: F.pad(x[..., :-1], (2, 0), "reflect"), [randn(1, 2, 5)],
     dict(mode="reflect"), [torch.tensor([0, 0, 2, 0, 0, -1])])

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "gradients.json"), "w") as file:
    json.dump({"seed": SEED, "versions": {"torch": torch.__version__}, "cases": cases,
               "crossEntropy": cross_entropy}, file, separators=(",", ":"))
    file.write("\n")
