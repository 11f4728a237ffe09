import { findBlackBox } from '../../models/preflight/findBlackBox.ts';
import { type Preflight, type PreflightOptions, preflight } from '../../models/preflight/preflight.ts';
import type { ModelFile } from '../../onnx/read/modelFile.ts';
import { oneLine } from '../../wording/oneLine.ts';

/** Looks at a model file; where it is to run as it is, whether ONNX Runtime takes it is tried. */
export async function checkedPreflight(file: ModelFile, options: PreflightOptions): Promise<Preflight> {
  const found = preflight(file, options);
  const box = found.blackBox === undefined ? null : findBlackBox(file, options);
  if (!box) return found;
  // The engine takes a second to load.
  const [{ createSession }, { onnxruntime }] = await Promise.all([
    import('../../runtime/session.ts'),
    import('../../runtime/onnxruntime.ts'),
  ]);
  try {
    const session = await createSession(onnxruntime, box.raw.encode(box.end));
    await session.release();
    return found;
  } catch (error) {
    const { blackBox, ...others } = found;
    const message = `${blackBox}; ONNX Runtime does not run the file as it is either: ${oneLine(error)}`;
    return { ...others, problems: [{ stops: 'everything', message }] };
  }
}
