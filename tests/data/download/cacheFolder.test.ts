import { expect, test } from 'vitest';
import { cacheFolder } from '#passband/data/download/cacheFolder.ts';

const at = (platform: NodeJS.Platform, environment: Record<string, string>) =>
  cacheFolder({ platform, environment, home: '/home/ada' });

test('the cache is where the platform keeps caches', () => {
  expect(at('linux', {})).toBe('/home/ada/.cache/passband');
  expect(at('darwin', {})).toBe('/home/ada/Library/Caches/passband');
  expect(at('win32', {})).toBe('/home/ada/AppData/Local/passband');
  expect(at('win32', { LOCALAPPDATA: '/local' })).toBe('/local/passband');
});

test('XDG_CACHE_HOME moves it, unless it is empty or relative', () => {
  expect(at('linux', { XDG_CACHE_HOME: '/big/disk' })).toBe('/big/disk/passband');
  expect(at('linux', { XDG_CACHE_HOME: '' })).toBe('/home/ada/.cache/passband');
  expect(at('linux', { XDG_CACHE_HOME: 'relative' })).toBe('/home/ada/.cache/passband');
});
