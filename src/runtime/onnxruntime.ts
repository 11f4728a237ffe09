// The one place that loads ONNX Runtime for Node. Telemetry is turned off before its native library is there.
import './telemetry.ts';
import * as onnxruntime from 'onnxruntime-node';

export { onnxruntime };
