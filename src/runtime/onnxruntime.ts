// The one place that loads ONNX Runtime for Node. Telemetry is turned off before its native library is there.
import './telemetry.ts';
import * as onnxruntime from 'onnxruntime-node';

// What goes wrong is thrown. Its log would lie between the lines of a command, and may quote a model's names as they are.
onnxruntime.env.logLevel = 'fatal';

export { onnxruntime };
