/**
 * The segments of a request's path, each decoded once: `/runs/a%20b/` → `['runs', 'a b', '']`, where the empty last one
 * says that the path names a folder.
 *
 * @param target as the request's first line has it
 * @returns null where it is no plain path: not encoded as an address is, a name with a slash, a backslash or a NUL in
 *   it, a hidden one (`.`, `..`, `.git`), or an empty one before the last
 */
export function pathSegments(target: string): string[] | null {
  const [path] = target.split('?');
  if (!path.startsWith('/')) return null;
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    return segments.every((name, place) => isPlain(name, place === segments.length - 1)) ? segments : null;
  } catch {
    return null;
  }
}

function isPlain(name: string, isLast: boolean): boolean {
  return (isLast || name !== '') && !name.startsWith('.') && !/[/\\\0]/.test(name);
}
