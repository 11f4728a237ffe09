"""Values of Pillow's BILINEAR for tests/data/dataset/fittedImages.test.ts.

python3 tests/golden/data/fittedImages.py > tests/golden/data/fittedImages.json
"""

import json
import sys

import numpy
import PIL
from PIL import Image

cases = []
for (height, width), (to_height, to_width) in [
    ((28, 28), (14, 14)),
    ((9, 9), (6, 6)),
    ((8, 8), (12, 12)),
    ((5, 5), (8, 8)),
]:
    y, x = numpy.mgrid[0:height, 0:width]
    # Whole numbers without a pattern, which the test makes too.
    pixels = ((31 * y * y + 17 * x * x * x + 7 * x * y) % 256).astype(numpy.uint8)
    floats = Image.fromarray(pixels.astype(numpy.float32), "F").resize((to_width, to_height), Image.Resampling.BILINEAR)
    cases.append({"from": [height, width], "to": [to_height, to_width],
                  "pixels": [round(float(v), 3) for v in numpy.asarray(floats).ravel()]})
json.dump({"versions": {"python": sys.version.split()[0], "pillow": PIL.__version__, "numpy": numpy.__version__}, "cases": cases}, sys.stdout)
print()
