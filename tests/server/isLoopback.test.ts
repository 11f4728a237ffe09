import { describe, expect, it } from 'vitest';
import { isLoopback, namesLoopback } from '#passband/server/http/isLoopback.ts';

describe('isLoopback', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('%s is', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.168.0.2', 'example.org', '127.0.0.1.example.org', ''])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe('namesLoopback', () => {
  it.each(['localhost', 'LOCALHOST:4816', '127.0.0.1:80', '[::1]', '[::1]:4816'])('%s does', (header) => {
    expect(namesLoopback(header)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example:4816',
    '127.0.0.1@evil.example',
    '::1',
    '[::1',
    'localhost:x',
  ])('%s does not', (header) => {
    expect(namesLoopback(header)).toBe(false);
  });
});
