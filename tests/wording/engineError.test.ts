import { describe, expect, it } from 'vitest';
import { onnxruntime } from '#passband/runtime/onnxruntime.ts';
import { createSession } from '#passband/runtime/session.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { engineError } from '#passband/wording/engineError.ts';
import { foreignModel, int64s, node, valueInfo } from '../support/models/foreignModel.ts';

describe('what ONNX Runtime refuses', () => {
  // As its builds for Linux, Windows and macOS, and one with a stack, print them.
  it.each([
    [
      'Non-zero status code returned while running Reshape node. Status Message: /onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:91 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, onnxruntime::TensorShapeVector&, bool) size was false. It cannot be reshaped.\n',
      'Non-zero status code returned while running Reshape node. Status Message: size was false. It cannot be reshaped.',
    ],
    [
      'D:\\a\\_work\\1\\s\\onnxruntime\\core\\graph\\model.cc:180 onnxruntime::Model::Model(struct Proto&&, const std::function<void (int)>&) Unsupported model IR version: 99',
      'Unsupported model IR version: 99',
    ],
    [
      '/Users/build/onnxruntime/core/x.h:5 auto f(T) const [with T = float; U = std::pair<int, int>] must be (2, 3)',
      'must be (2, 3)',
    ],
    [
      '/o/session.cc:8 auto f()::<lambda()>::operator()() const no kernel\n\nStacktrace:\n/lib/a.so(+0x1) [0x7f]\n',
      'no kernel',
    ],
    ['Got 9\n Expected: 3\n', 'Got 9 Expected: 3'],
  ])('%s', (message, said) => {
    expect(engineError(new Error(message)).message).toBe(said);
  });

  it('is one line without files of its source', async () => {
    const model = foreignModel({
      opset: 17,
      nodes: [node('Reshape', ['x', 'to'], ['y'])],
      inputs: [valueInfo('x', ['n', 3])],
      outputs: [valueInfo('y', ['n', 'm'])],
      initializers: [int64s('to', 7, 5)],
    });
    const session = await createSession(onnxruntime, model);
    const refused = await session.run({ x: float32([2, 3]) }).catch((error: Error) => error.message);
    expect(refused).toMatch(/^Non-zero status code.* cannot be reshaped.*\{2,3\}.*\{7,5\}$/);
    expect(refused).not.toMatch(/\n|\.h:|onnxruntime::/);
    await session.release();
    await expect(createSession(onnxruntime, Uint8Array.of(1, 2))).rejects.toThrow(
      /^Failed to load model.*\.$/,
    );
  });
});
