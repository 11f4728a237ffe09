import { type LeaseRecord, parseLease, readLeaseText } from './leaseFile.ts';
import { hasEnded } from './processName.ts';

/** What a look at a lease shows; `unknown` until its heart beats or has not for too long. */
export interface LeaseSight {
  readonly state: 'free' | 'held' | 'ended' | 'unknown';
  /** Undefined where it is free, or cannot be read. */
  readonly holder: LeaseRecord | undefined;
}

/**
 * Looks at a lease again and again. Whether its holder lives is judged by what has changed between the looks, which are counted: the
 * clocks of two machines differ, and a machine that slept has not looked.
 *
 * @param looks without a change after which the holder counts as gone
 */
export function leaseWatch(path: string, looks: number): () => LeaseSight {
  let last: { readonly text: string; readonly name: string | undefined } | undefined;
  let unchanged = 0;
  return () => {
    const text = readLeaseText(path);
    if (text === undefined) {
      last = undefined;
      return { state: 'free', holder: undefined };
    }
    const holder = parseLease(text);
    const hasMoved = last !== undefined && last.name === holder?.name && last.text !== text;
    unchanged = last?.text === text ? unchanged + 1 : 0;
    last = { text, name: holder?.name };
    if (holder && hasEnded(holder)) return { state: 'ended', holder };
    if (hasMoved) return { state: 'held', holder };
    return { state: unchanged >= looks ? 'ended' : 'unknown', holder };
  };
}
