import { appendInside, writeInside } from '../../files/inside.ts';
import { type Columns, shownColumns } from './columns.ts';
import { crc32c } from './crc32c.ts';
import { columnValue, type HistoryRow } from './history.ts';

const EVENTS = 'tensorboard/events.out.tfevents.passband';

/** Starts the event file anew with the history so far, so that a resumed run shows each epoch once. */
export async function writeEvents(
  folder: string,
  rows: readonly HistoryRow[],
  options: Omit<EventOptions, 'withVersion'>,
): Promise<void> {
  await writeInside(folder, EVENTS, encodeEvents(rows, { ...options, withVersion: true }));
}

/** Adds the rows of an epoch to the event file. */
export async function appendEvents(
  folder: string,
  rows: readonly HistoryRow[],
  options: Omit<EventOptions, 'withVersion'>,
): Promise<void> {
  await appendInside(folder, EVENTS, encodeEvents(rows, { ...options, withVersion: false }));
}

export interface EventOptions {
  /** Those of the rows' task; the shown ones become scalars. */
  readonly columns: Columns;
  /** When `elapsedMs` of the rows was 0, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Whether the record that opens an event file comes first. */
  readonly withVersion: boolean;
}

/** Measurements as TensorBoard scalars `loss/train/x`, `<column>/test/lfc@4`, …, with the epoch as the step. */
export function encodeEvents(
  rows: readonly HistoryRow[],
  { columns, startedAtMs, withVersion }: EventOptions,
): Uint8Array {
  const shown = shownColumns(columns);
  const records: number[][] = [];
  if (withVersion) {
    records.push(record([...double(1, startedAtMs / 1000), ...bytesField(3, text('brain.Event:2'))]));
  }
  for (const row of rows) {
    const { epoch, split, component, radius, loss, elapsedMs } = row;
    const place = `${split}/${component}${radius === null ? '' : `@${radius}`}`;
    // Summary { repeated Value { tag = 1, simple_value = 2 } value = 1 }
    const scalars = [
      ['loss', loss] as const,
      ...shown.map(([name]) => [name, columnValue(row, name)] as const),
    ];
    const summary = scalars.flatMap(([measure, value]) =>
      value === null
        ? []
        : bytesField(1, [...bytesField(1, text(`${measure}/${place}`)), ...float(2, value)]),
    );
    // Event { wall_time = 1, step = 2, file_version = 3, summary = 5 }
    const wallTime = double(1, (startedAtMs + elapsedMs) / 1000);
    records.push(record([...wallTime, ...key(2, 0), ...varint(epoch), ...bytesField(5, summary)]));
  }
  return Uint8Array.from(records.flat());
}

// A TFRecord: length, its checksum, data, its checksum. Checksums are masked as TensorFlow does.
function record(data: readonly number[]): number[] {
  const length = littleEndian(8, (view) => view.setBigUint64(0, BigInt(data.length), true));
  return [...length, ...maskedChecksum(length), ...data, ...maskedChecksum(data)];
}

function maskedChecksum(data: readonly number[]): number[] {
  const crc = crc32c(Uint8Array.from(data));
  const masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  return littleEndian(4, (view) => view.setUint32(0, masked, true));
}

// Protocol buffers: a field is its key and its value; wire types 0 varint, 1 eight bytes, 2 counted bytes, 5 four bytes.
const key = (field: number, wireType: number) => [(field << 3) | wireType];
const text = (value: string) => [...new TextEncoder().encode(value)];
const bytesField = (field: number, data: readonly number[]) => [
  ...key(field, 2),
  ...varint(data.length),
  ...data,
];
const double = (field: number, value: number) => [
  ...key(field, 1),
  ...littleEndian(8, (view) => view.setFloat64(0, value, true)),
];
const float = (field: number, value: number) => [
  ...key(field, 5),
  ...littleEndian(4, (view) => view.setFloat32(0, value, true)),
];

function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low | 128, ...varint((value - low) / 128)];
}

function littleEndian(size: number, write: (view: DataView) => void): number[] {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return [...new Uint8Array(view.buffer)];
}
