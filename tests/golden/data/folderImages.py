#!/usr/bin/python3
"""Small image files of each kind as PIL writes them, in base64, with the colour pixels that PIL gives for them."""
import base64, io, json, platform
import numpy as np
import PIL
from PIL import Image

random = np.random.RandomState(3)
SIZE = 8


def smooth(height, width, channels):
    """Low-pass noise, so that JPEG and resampling differ little between implementations."""
    coarse = random.randint(0, 256, (4, 5, channels)).astype("uint8")
    planes = [np.asarray(Image.fromarray(coarse[..., c]).resize((width, height), Image.BICUBIC)) for c in range(channels)]
    return np.stack(planes, -1)


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def case(name, image, kind, wanted, tolerance, size=SIZE, **options):
    wanted = np.asarray(wanted)
    assert wanted.shape == (size, size, 3), wanted.shape
    return {"name": name, "bytes": encoded(image, kind, **options), "size": size, "tolerance": tolerance,
            "wanted": wanted.transpose(2, 0, 1).ravel().tolist()}


noise = random.randint(0, 256, (SIZE, SIZE, 3)).astype("uint8")
grey = noise[..., 0]
rgb = Image.fromarray(noise)
alpha = random.randint(0, 256, (SIZE, SIZE)).astype("uint8")
rgba = Image.fromarray(np.dstack([noise, alpha]))
on_white = np.rint(noise * (alpha[..., None] / 255) + 255 * (1 - alpha[..., None] / 255)).astype("uint8")
palette = rgb.quantize(6)
deep = (grey.astype("uint16") << 8) + grey
quarters = np.zeros((16, 16, 3), "uint8")
quarters[:8, :8], quarters[:8, 8:], quarters[8:, :8], quarters[8:, 8:] = (200, 60, 60), (60, 200, 60), (60, 60, 200), (200, 200, 60)
exif = Image.Exif()
exif[0x0112] = 6  # the camera lay on its side: turn clockwise to look at it
flat = np.zeros((SIZE, SIZE, 4), "uint8") + np.array([30, 90, 150, 20], "uint8")
wide = Image.fromarray(smooth(48, 72, 3))
resized = wide.resize((24, 16), Image.LANCZOS).crop((4, 0, 20, 16))
small = Image.fromarray(smooth(8, 8, 3))

cases = [
    case("colour PNG", rgb, "PNG", noise, 0),
    case("grey PNG", Image.fromarray(grey), "PNG", np.dstack([grey] * 3), 0),
    case("palette PNG", palette, "PNG", palette.convert("RGB"), 0),
    case("16-bit grey PNG", Image.fromarray(deep), "PNG", np.dstack([grey] * 3), 1),
    case("transparent PNG", rgba, "PNG", on_white, 1),
    case("lossless WebP", rgb, "WEBP", noise, 0, lossless=True),
    case("colour JPEG", Image.fromarray(smooth(8, 8, 3)), "JPEG", np.zeros((8, 8, 3)), 4, quality=95, subsampling=0),
    case("grey JPEG", Image.fromarray(smooth(8, 8, 1)[..., 0]), "JPEG", np.zeros((8, 8, 3)), 4, quality=95),
    case("JPEG that lies on its side", Image.fromarray(quarters), "JPEG", np.rot90(quarters, -1), 6, 16, quality=95,
         subsampling=0, exif=exif),
    case("three times too large PNG, wider than high", wide, "PNG", resized, 4, 16),
]
for each in cases:
    if each["name"] in ("colour JPEG", "grey JPEG"):
        decoded = Image.open(io.BytesIO(base64.b64decode(each["bytes"]))).convert("RGB")
        each["wanted"] = np.asarray(decoded).transpose(2, 0, 1).ravel().tolist()
with open(__file__.replace(".py", ".json"), "w") as file:
    json.dump({"seed": 3, "PIL": PIL.__version__, "numpy": np.__version__, "python": platform.python_version(),
               "cmyk": encoded(Image.fromarray(flat, "CMYK"), "JPEG", quality=95), "cases": cases}, file)
