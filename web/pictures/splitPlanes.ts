import { type Remote, wrap } from 'comlink';
import type { RadialMaskOptions } from '../../src/spectrum/radialMask.ts';
import { float32, type Tensor } from '../../src/tensor/tensor.ts';
import type { Pixels } from './pixels.ts';
import type { PlaneBytes, PlaneHost } from './planeWorker.ts';

let hosts: readonly Remote<PlaneHost>[] = [];

/**
 * Hands each channel of a large colour image to a worker of its own, which are started when the first one comes.
 *
 * @param image [3, h, w]
 * @returns LFC and HFC at a radius, to look at
 */
export function splitPlanes(
  image: Tensor<'float32'>,
): (radius: number, options: RadialMaskOptions) => Promise<{ lfc: Pixels; hfc: Pixels }> {
  const [channels, height, width] = image.shape;
  const size = height * width;
  if (hosts.length === 0) {
    hosts = Array.from({ length: channels }, () =>
      wrap<PlaneHost>(new Worker(new URL('./planeWorker.ts', import.meta.url), { type: 'module' })),
    );
  }
  const opened = hosts.map((host, channel) =>
    host.open(float32([height, width], image.data.slice(channel * size, (channel + 1) * size))),
  );
  return async (radius, options) => {
    await Promise.all(opened);
    const planes = await Promise.all(hosts.map((host) => host.split(radius, options)));
    const together = (part: keyof PlaneBytes): Pixels => {
      const data = new Uint8ClampedArray(4 * size);
      const [red, green, blue] = planes.map((plane) => plane[part]);
      for (let at = 0, to = 0; at < size; at++, to += 4) {
        data[to] = red[at];
        data[to + 1] = green[at];
        data[to + 2] = blue[at];
        data[to + 3] = 255;
      }
      return { width, height, data };
    };
    return { lfc: together('lfc'), hfc: together('hfc') };
  };
}
