"""An event file by TensorBoard's own protobufs and record writer (tensorboard 2.21.0 from PyPI) → tensorboardEvents.json."""
import base64
import io
import json
import os
import tensorboard.version
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

START_MS = 1_700_000_000_000
rows = [
    dict(epoch=1, split="train", component="x", radius=None, loss=2.25, accuracy=0.5, correct=1, n=2, elapsedMs=1500),
    dict(epoch=1, split="test", component="lfc", radius=4, loss=1.1, accuracy=0.3, correct=3, n=10, elapsedMs=1500),
    dict(epoch=300, split="held-out", component="hfc", radius=12.5, loss=1e-9, accuracy=1, correct=7, n=7, elapsedMs=98765.4321),
]


class Buffer(io.BytesIO):
    def close(self):
        pass


buffer = Buffer()
writer = RecordWriter(buffer)
writer.write(Event(wall_time=START_MS / 1000, file_version="brain.Event:2").SerializeToString())
for row in rows:
    component = row["component"] if row["radius"] is None else f"{row['component']}@{row['radius']}"
    values = [
        Summary.Value(tag=f"{name}/{row['split']}/{component}", simple_value=row[name]) for name in ("loss", "accuracy")
    ]
    wall_time = (START_MS + row["elapsedMs"]) / 1000
    writer.write(Event(wall_time=wall_time, step=row["epoch"], summary=Summary(value=values)).SerializeToString())
writer.flush()
golden = {
    "tensorboard": tensorboard.version.VERSION,
    "startedAtMs": START_MS,
    "rows": rows,
    "base64": base64.b64encode(buffer.getvalue()).decode(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tensorboardEvents.json"), "w") as file:
    json.dump(golden, file)
    file.write("\n")
