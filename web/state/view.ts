import { signal } from '@preact/signals';
import { type FieldName, fields, type View } from './fields.ts';

/** The view that a URL's fragment describes, `#r=4&model=robust`; what it leaves out is as at the start. */
export function parseView(fragment: string): View {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const entries = Object.entries(fields).map(([name, { start, read }]) => {
    const text = given.get(name);
    return [name, text === null ? start : (read(text) ?? start)];
  });
  return Object.fromEntries(entries) as View;
}

/** The fragment of a view: what differs from the start. */
export function viewFragment(view: View): string {
  const changed = (Object.keys(fields) as FieldName[]).filter((name) => view[name] !== fields[name].start);
  return new URLSearchParams(changed.map((name) => [name, String(view[name])])).toString();
}

/** What the page shows. */
export const view = signal<View>(parseView(location.hash));

/** Browsers stop listening to a page that writes its URL much more often. */
const WRITE_EVERY = 250;

/** The fields of a change that is still going on, joined. */
let moving = '';
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Changes the view and the URL with it: one step for the back button.
 *
 * @param passing while a hand moves: all of its changes together are one step, which ends with one that is not passing
 * @param instead takes the place of the step before, as if that had never been
 */
export function show(
  change: Partial<View>,
  { passing = false, instead = false }: { readonly passing?: boolean; readonly instead?: boolean } = {},
): void {
  const what = Object.keys(change).join();
  const goesOn = instead || what === moving;
  // What is left of a movement belongs to the step before this one.
  if (!goesOn && timer !== undefined) write('replace');
  moving = passing ? what : '';
  view.value = { ...view.value, ...change };
  if (!goesOn) write('push');
  else if (!passing) write('replace');
  else timer ??= setTimeout(() => write('replace'), WRITE_EVERY);
}

/** What comes next is a step of its own, even where it changes the same. */
export function rest(): void {
  if (timer !== undefined) write('replace');
  moving = '';
}

function write(how: 'push' | 'replace'): void {
  clearTimeout(timer);
  timer = undefined;
  const fragment = viewFragment(view.value);
  if (fragment === location.hash.replace(/^#/, '')) return;
  const url = fragment === '' ? location.pathname + location.search : `#${fragment}`;
  if (how === 'push') history.pushState(null, '', url);
  else history.replaceState(null, '', url);
}

addEventListener('popstate', () => {
  clearTimeout(timer);
  timer = undefined;
  moving = '';
  view.value = parseView(location.hash);
});
