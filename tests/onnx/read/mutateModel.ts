import type { Random } from '#passband/tensor/random.ts';

/** A field of a protobuf message, with the fields inside where its bytes are a message of a model. */
interface Field {
  number: number;
  wire: number;
  bytes: Uint8Array;
  inner?: Field[];
}

/** Messages within messages, by field number from ModelProto on: graph, nodes, attributes, tensors, types, shapes. */
const schema: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 8: 'leaf', 14: 'leaf' },
  graph: { 1: 'node', 5: 'tensor', 11: 'info', 12: 'info', 13: 'info' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph' },
  tensor: { 13: 'leaf' },
  info: { 2: 'type' },
  type: { 1: 'tensorType' },
  tensorType: { 2: 'shape' },
  shape: { 1: 'leaf' },
  leaf: {},
};

function readVarint(bytes: Uint8Array, start: number): [value: number, end: number] {
  let value = 0;
  for (let index = start; index < start + 10; index++) {
    if (index >= bytes.length) throw new Error('ends inside a number');
    value += (bytes[index] & 127) * 2 ** (7 * (index - start));
    if (bytes[index] < 128) return [value, index + 1];
  }
  throw new Error('endless number');
}

function writeVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) return Uint8Array.from(bytes);
  }
}

function parse(bytes: Uint8Array, kind: string): Field[] {
  const fields: Field[] = [];
  for (let place = 0; place < bytes.length; ) {
    const [tag, afterTag] = readVarint(bytes, place);
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    let end = afterTag + (wire === 1 ? 8 : 4);
    let start = afterTag;
    if (wire === 0) end = readVarint(bytes, afterTag)[1];
    if (wire === 2) {
      const [length, afterLength] = readVarint(bytes, afterTag);
      start = afterLength;
      end = afterLength + length;
    }
    const field: Field = { number, wire, bytes: bytes.subarray(start, end) };
    const inner = schema[kind][number];
    if (inner !== undefined && wire === 2) field.inner = parse(field.bytes, inner);
    fields.push(field);
    place = end;
  }
  return fields;
}

function write(fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(({ number, wire, bytes, inner }) => {
    const content = inner ? write(inner) : bytes;
    const tag = writeVarint(BigInt(number * 8 + wire));
    return wire === 2 ? [tag, writeVarint(BigInt(content.length)), content] : [tag, content];
  });
  return Buffer.concat(parts);
}

const extremes = [
  0n,
  1n,
  -1n,
  2n,
  7n,
  127n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 62n,
  -(2n ** 63n),
];

function all(fields: Field[]): { siblings: Field[]; field: Field }[] {
  return fields.flatMap((field) => [{ siblings: fields, field }, ...(field.inner ? all(field.inner) : [])]);
}

const pick = <T>(list: readonly T[], random: Random): T => list[random.integer(list.length)];

/** Well-formed protobuf that says something else: fields doubled, lost, moved, put elsewhere, numbers and texts changed. */
function mutateFields(bytes: Uint8Array, random: Random): Uint8Array {
  const fields = parse(bytes, 'model');
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const places = all(fields);
    const { siblings, field } = pick(places, random);
    const index = siblings.indexOf(field);
    const other = pick(places, random);
    const kind = random.integer(7);
    if (kind === 0) siblings.splice(index, 0, structuredClone(field));
    else if (kind === 1) siblings.splice(index, 1);
    else if (kind === 2)
      other.siblings.splice(random.integer(other.siblings.length + 1), 0, structuredClone(field));
    else if (kind === 3) field.number = 1 + random.integer(16);
    else if (field.wire === 0) field.bytes = writeVarint(pick(extremes, random));
    else if (kind === 4 && !field.inner && !other.field.inner) field.bytes = other.field.bytes;
    else if (!field.inner && field.bytes.length > 0) {
      field.bytes = Uint8Array.from(field.bytes);
      field.bytes[random.integer(field.bytes.length)] = random.integer(256);
    } else siblings.splice(index, 0, structuredClone(field), structuredClone(field));
  }
  return write(fields);
}

/** Damage to the bytes themselves: bits flipped, the end cut off, a piece doubled, lengths that promise too much. */
function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.integer(4);
  const place = random.integer(bytes.length);
  if (kind === 0) return bytes.slice(0, place);
  if (kind === 1) {
    const [start, length] = [random.integer(bytes.length), random.integer(200)];
    return Buffer.concat([
      bytes.subarray(0, place),
      bytes.subarray(start, start + length),
      bytes.subarray(place),
    ]);
  }
  if (kind === 2) {
    const promised = writeVarint(pick([2n ** 31n, 2n ** 31n - 1n, 2n ** 63n, BigInt(bytes.length)], random));
    return Buffer.concat([bytes.subarray(0, place), promised, bytes.subarray(place + 1)]);
  }
  // (A Buffer's slice() would be no copy.)
  const copy = Uint8Array.from(bytes);
  for (let count = 1 + random.integer(4); count > 0; count--) {
    copy[random.integer(copy.length)] ^= 1 << random.integer(8);
  }
  return copy;
}

/** A damaged copy of a model's bytes; one stream always gives the same ones. */
export function mutateModel(bytes: Uint8Array, random: Random): Uint8Array {
  return random.uniform() < 0.7 ? mutateFields(bytes, random) : mutateBytes(bytes, random);
}
