/** Where a result's model lies: below the results of the server, in plain names, so that it leads nowhere else. */
export function isResultPath(text: string): boolean {
  return text.length <= 500 && text.endsWith('.onnx') && text.split('/').every(isPlain);
}

const isPlain = (name: string) => name !== '' && !name.startsWith('.') && !/[\\\0]/.test(name);

/** What people call a result: `a/model.onnx` is the model of `a`. */
export function resultName(path: string): string {
  return path.replace(/(?:\/model)?\.onnx$/, '');
}
