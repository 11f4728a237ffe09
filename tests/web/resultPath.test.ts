import { describe, expect, it } from 'vitest';
import { isResultPath, resultName } from '../../web/state/resultPath.ts';

describe('isResultPath', () => {
  it.each(['a/model.onnx', 'deep/b & c/model.onnx', 'model.onnx', 's/net-rho-0.5.onnx', 'ä/%2e%2e/x.onnx'])(
    'takes %s',
    (path) => {
      expect(isResultPath(path)).toBe(true);
    },
  );

  it.each([
    ...['', '/a/model.onnx', 'a//model.onnx', 'a/../b/model.onnx', '../model.onnx', './model.onnx'],
    ...['https://elsewhere.example/model.onnx', '//elsewhere.example/model.onnx', 'a\\..\\b.onnx'],
    ...['a/run.json', 'a/', 'a/.hidden.onnx', '.git/model.onnx', 'a\0.onnx', `${'a'.repeat(500)}/model.onnx`],
  ])('does not take %j', (path) => {
    expect(isResultPath(path)).toBe(false);
  });
});

describe('resultName', () => {
  it('is the folder of a run, and the file of one model among several', () => {
    expect(resultName('deep/a/model.onnx')).toBe('deep/a');
    expect(resultName('s/net-rho-0.5.onnx')).toBe('s/net-rho-0.5');
    expect(resultName('model.onnx')).toBe('model');
  });
});
