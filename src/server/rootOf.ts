/**
 * Address of the server's first page as seen from another, so that links hold below whatever stands before every path: a
 * token, or the folder of a proxy.
 *
 * @param path the other page's, as `pathSegments` gives it
 */
export function rootOf(path: readonly string[]): string {
  return '../'.repeat(path.length - 1) || './';
}
