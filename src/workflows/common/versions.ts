import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { passbandVersion } from './version.ts';

/** The versions that a record of computed numbers keeps. */
export function versions(): { passband: string; node: string; onnxruntime: string } {
  return {
    passband: passbandVersion(),
    node: process.versions.node,
    onnxruntime: onnxruntime.env.versions.node ?? 'unknown',
  };
}
