import { expect, it } from 'vitest';
import { unlessAborted } from '#passband/workflows/common/unlessAborted.ts';

it('gives what the promise gives, or the reason as soon as the signal aborts', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(unlessAborted(Promise.reject(new Error('wrong')), signal)).rejects.toThrow('wrong');
  const controller = new AbortController();
  const never = unlessAborted(new Promise(() => {}), controller.signal);
  controller.abort();
  await expect(never).rejects.toMatchObject({ name: 'AbortError' });
  await expect(unlessAborted(new Promise(() => {}), controller.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
});
