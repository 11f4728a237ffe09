import { join } from 'node:path';
import { covers, type Look, lookAt, type View, viewOf } from './look.ts';

/** Looks at a folder of results for everyone who asks, so that each more costs nothing. */
export interface ResultsWatch {
  /** What lies at and below a folder; where somebody follows, by the last look that has ended. */
  view(folder: readonly string[]): Promise<View>;
  /**
   * Tells the fingerprint of a folder now and after each look.
   *
   * @returns what ends it
   */
  follow(folder: readonly string[], tell: (fingerprint: string) => void): () => void;
}

interface Follower {
  readonly folder: readonly string[];
  readonly tell: (fingerprint: string) => void;
}

/** Results that double the pause between two looks. */
const MANY = 1000;

/**
 * One look follows the other while anybody follows, and never two are under way. Nothing is looked at while nobody asks. (A watch of
 * the file system would miss folders that are replaced, and on network drives everything.)
 *
 * @param pollMs from the end of a look to the begin of the next, with few results
 */
export function watchResults(root: string, pollMs: number): ResultsWatch {
  const followers = new Set<Follower>();
  let underWay: Promise<Look> | undefined;
  /** The last that has ended, until the next has; without followers for as long as it may be taken for new. */
  let last: { readonly look: Look; readonly views: Map<string, View> } | undefined;

  function renew(): Promise<Look> {
    underWay ??= lookAgain();
    return underWay;
  }

  async function lookAgain(): Promise<Look> {
    const folders = [...followers].map(({ folder }) => folder);
    const look = await lookAt(root, folders);
    underWay = undefined;
    last = { look, views: new Map() };
    // What takes longer is done less often, so that the work of whose results these are is not slowed down.
    const pauseMs = pollMs * (1 + look.results.length / MANY);
    setTimeout(() => {
      if (followers.size > 0) renew();
      else last = undefined;
    }, pauseMs).unref();
    for (const { folder, tell } of followers) {
      const view = lastView(folder);
      if (view) tell(view.fingerprint);
    }
    return look;
  }

  /** What the last look says of a folder; undefined where there is none that went there. */
  function lastView(folder: readonly string[]): View | undefined {
    if (!last || !covers(last.look, folder)) return undefined;
    const name = folder.join('/');
    const view = last.views.get(name) ?? viewOf(last.look, folder);
    last.views.set(name, view);
    return view;
  }

  async function view(folder: readonly string[]): Promise<View> {
    const known = lastView(folder);
    if (known) return known;
    if (folder.length === 0) return viewOf(await renew(), folder);
    // What one page is about is seen sooner than all that there is.
    return viewOf(await lookAt(join(root, ...folder), []), []);
  }

  return {
    view,
    follow(folder, tell) {
      const follower = { folder, tell };
      followers.add(follower);
      if (!last) renew();
      view(folder).then(({ fingerprint }) => {
        if (followers.has(follower)) tell(fingerprint);
      });
      return () => followers.delete(follower);
    },
  };
}
