import { spawnSync } from 'node:child_process';

const script = [
  'import sys, onnx',
  'model = onnx.load_from_string(sys.stdin.buffer.read())',
  'onnx.checker.check_model(model, full_check=True)',
  'print("accepted", onnx.__version__)',
].join('\n');

/**
 * What the checker of the `onnx` package for Python says of a model file; with `full_check` it infers all shapes too.
 *
 * @returns 'accepted' or its error; undefined, with a notice, where no python3 has the package
 */
export function onnxVerdict(model: Uint8Array): string | undefined {
  const runs = ['python3', '/usr/bin/python3'].map((python) =>
    spawnSync(python, ['-c', script], { input: model, encoding: 'utf8' }),
  );
  const run = runs.find(({ error, stderr }) => !error && !stderr.includes('No module named'));
  if (!run) {
    console.warn('skipped: no python3 with the onnx package');
    return undefined;
  }
  return run.stdout.startsWith('accepted') ? 'accepted' : run.stderr;
}
