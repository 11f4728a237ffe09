/// <reference lib="dom" />
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';

/** The page's own worker for models, asked by its messages, without the page around it. */
export interface ModelWorker {
  /** @param given JSON values; tensors as `sent` makes them */
  ask(method: string, ...given: readonly unknown[]): Promise<unknown>;
}

/** A file's bytes on their way to the browser; they arrive as a Blob. */
export const sentFile = (bytes: Uint8Array) => ({ blob: Buffer.from(bytes).toString('base64') });

/** A tensor on its way to the browser. */
export const sent = ({ type, shape, data }: Tensor) => ({
  tensor: { type, shape, data: Array.from(data as Float32Array) },
});

/** A tensor that came back. */
export const received = (value: unknown): Tensor<'float32'> => {
  const { shape, data } = value as { shape: number[]; data: number[] };
  return float32(shape, data);
};

/** Whole numbers on their way to the browser, as labels. */
export const sentLabels = (labels: Int32Array) => ({ labels: Array.from(labels) });

/** Starts the worker of the built page, in a page that is served from it. */
export async function startModelWorker(page: Page): Promise<ModelWorker> {
  const assets = fileURLToPath(new URL('../../../dist/web/assets', import.meta.url));
  const file = readdirSync(assets).find((name) => /^modelWorker-.*\.js$/.test(name))!;
  await page.evaluate((address) => {
    const worker = new Worker(address, { type: 'module' });
    const packed = (value: unknown): unknown => {
      if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
      if (Array.isArray(value)) return value.map(packed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, packed(part)]));
    };
    const unpacked = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(unpacked);
      if (typeof value !== 'object' || value === null) return value;
      if ('blob' in value) {
        return new Blob([Uint8Array.from(atob(value.blob as string), (letter) => letter.charCodeAt(0))]);
      }
      if ('labels' in value) return Int32Array.from(value.labels as number[]);
      if ('tensor' in value) {
        const tensor = value.tensor as { data: number[] };
        return { ...tensor, data: Float32Array.from(tensor.data) };
      }
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpacked(part)]));
    };
    let count = 0;
    Object.assign(globalThis, {
      askWorker(method: string, given: readonly unknown[]) {
        const id = `${count++}`;
        return new Promise((resolve, reject) => {
          const listen = ({ data }: MessageEvent) => {
            if (data.id !== id) return;
            worker.removeEventListener('message', listen);
            if (data.name === 'throw') reject(new Error(data.value.value.message));
            else resolve(packed(data.value));
          };
          worker.addEventListener('message', listen);
          const ports: MessagePort[] = [];
          const argumentList = given.map((value) => {
            if (value !== 'callback') return { type: 'RAW', value: unpacked(value) };
            const { port2 } = new MessageChannel();
            ports.push(port2);
            return { type: 'HANDLER', name: 'proxy', value: port2 };
          });
          // Comlink's message for a call.
          worker.postMessage({ id, type: 'APPLY', path: [method], argumentList }, ports);
        });
      },
    });
  }, `./assets/${file}`);
  return {
    ask: (method, ...given) =>
      page.evaluate(
        ({ method, given }) =>
          (
            globalThis as unknown as {
              askWorker(method: string, given: readonly unknown[]): Promise<unknown>;
            }
          ).askWorker(method, given),
        { method, given },
      ),
  };
}
