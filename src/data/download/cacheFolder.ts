import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where downloaded data sets are kept: `passband` in the user's cache. That is `XDG_CACHE_HOME` where it is an
 * absolute path (as the XDG specification asks), else `~/.cache`; on macOS `~/Library/Caches`; on Windows
 * `LOCALAPPDATA`, else `~/AppData/Local`.
 */
export function cacheFolder({
  platform = process.platform,
  environment = process.env,
  home = homedir(),
}: {
  platform?: NodeJS.Platform;
  environment?: Readonly<Record<string, string | undefined>>;
  home?: string;
} = {}): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'passband');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'passband');
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'passband');
  return join(home, '.cache', 'passband');
}
