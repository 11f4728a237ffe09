import { describe, expect, it } from 'vitest';
import { pathSegments } from '#passband/server/http/pathSegments.ts';

describe('pathSegments', () => {
  it.each([
    ['/', ['']],
    ['/lens', ['lens']],
    ['/runs/a/', ['runs', 'a', '']],
    ['/runs/a%20b/%C3%A4.csv', ['runs', 'a b', 'ä.csv']],
    ['/events?seen=../x', ['events']],
    // Once and no more.
    ['/runs/%252e%252e/x', ['runs', '%2e%2e', 'x']],
  ])('%s is %j', (target, segments) => {
    expect(pathSegments(target)).toEqual(segments);
  });

  it.each([
    ['', 'runs/a', '*', 'http://elsewhere/runs'],
    ['/..', '/runs/../x', '/runs/%2e%2e/x', '/runs/%2E./x', '/runs/.%2e', '/runs/..'],
    ['/runs/a%2fb', '/runs/..%2f..%2fetc', '/runs/a%5Cb', '/runs/..\\x', '/runs/a\\..\\x'],
    ['/runs/a%00', '/runs/%00', '/%', '/runs/%zz', '/runs/%ff%fe'],
    ['//etc/passwd', '/runs//a', '/.git', '/runs/.hidden/', '/runs/.', '/runs/%2egit'],
  ])('%s, %s, %s, %s … are no plain paths', (...targets) => {
    for (const target of targets) expect([target, pathSegments(target)]).toEqual([target, null]);
  });
});
