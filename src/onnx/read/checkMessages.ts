import type { DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Messages in a model's: nodes, their attributes, types with their sizes. Each takes a hundred times the two bytes that it may have. */
const MAX_MESSAGES = 1_000_000;

/** Messages in each other; what is nested deeper is refused when it is read. */
const MAX_DEPTH = 100;

/**
 * Counts the messages in a file before any is made of them.
 *
 * @throws Error where there are more than 1,000,000
 */
export function checkMessages(bytes: Uint8Array, schema: DescMessage): void {
  const reader = new BinaryReader(bytes);
  const innerOf = messageFields();
  let count = 0;

  function walk(desc: DescMessage, end: number, depth: number): void {
    const inner = innerOf(desc);
    while (reader.pos < end) {
      const [field, type] = reader.tag();
      const message = type === WireType.LengthDelimited && depth < MAX_DEPTH ? inner.get(field) : undefined;
      if (!message) {
        reader.skip(type, field);
        continue;
      }
      count++;
      if (count > MAX_MESSAGES) throw new TooManyMessages();
      const length = reader.uint32();
      walk(message, Math.min(reader.pos + length, end), depth + 1);
    }
  }

  try {
    walk(schema, bytes.length, 0);
  } catch (error) {
    // What is wrong with damaged bytes is said where they are read.
    if (error instanceof TooManyMessages) throw error;
  }
}

class TooManyMessages extends Error {
  constructor() {
    super(`more than ${MAX_MESSAGES} nodes, attributes, types and the like are too many to be read`);
  }
}

/** The fields of each kind of message that are messages, by number. */
function messageFields(): (desc: DescMessage) => ReadonlyMap<number, DescMessage> {
  const known = new Map<DescMessage, ReadonlyMap<number, DescMessage>>();
  return (desc) => {
    const found =
      known.get(desc) ??
      new Map(desc.fields.flatMap(({ number, message }) => (message ? [[number, message] as const] : [])));
    known.set(desc, found);
    return found;
  };
}
