import { openRegular, readingError } from './openRegular.ts';
import { MOST_BYTES } from './readRange.ts';

/**
 * A regular file whole, as `readRange`, read beside the JavaScript thread: for files that are large, or many.
 *
 * @throws Error of one line that names the file when it cannot be read, is no regular file, or is beyond `maxBytes`
 */
export async function readBytes(path: string, { maxBytes = MOST_BYTES } = {}): Promise<Uint8Array> {
  try {
    const handle = await openRegular(path);
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) throw new Error(`${path}: must have at most ${maxBytes} bytes, got ${size}`);
      const bytes = new Uint8Array(size);
      for (let done = 0; done < size; ) {
        const { bytesRead } = await handle.read(bytes, done, size - done, done);
        if (bytesRead === 0) throw new Error(`${path}: ended while it was read`);
        done += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readingError(path, error);
  }
}
