import type { NodeProto } from 'onnx-buf';

/** A name for each node of a file, no two alike: its own, else its first output's, else its operator's. */
export function nodeNames(protos: readonly NodeProto[]): string[] {
  const taken = new Set<string>();
  // Where the search for a free number goes on, so that a hundred thousand nodes of one name take no hour.
  const counts = new Map<string, number>();
  return protos.map(({ name: stated, output, opType }) => {
    const base = stated || output.find((value) => value !== '') || opType;
    let name = base;
    let count = counts.get(base) ?? 2;
    for (; taken.has(name); count++) name = `${base}_${count}`;
    counts.set(base, count);
    taken.add(name);
    return name;
  });
}
