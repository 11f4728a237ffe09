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

/**
 * Changes the view and the URL with it.
 *
 * @param passing while a finger moves: the change is no step of its own for the back button
 */
export function show(change: Partial<View>, { passing = false }: { readonly passing?: boolean } = {}): void {
  view.value = { ...view.value, ...change };
  const fragment = viewFragment(view.value);
  if (`#${fragment}` === location.hash || (fragment === '' && location.hash === '')) return;
  const url = fragment === '' ? location.pathname + location.search : `#${fragment}`;
  if (passing) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
}

addEventListener('popstate', () => {
  view.value = parseView(location.hash);
});
