import { countTicks } from './countTicks.ts';
import { morph } from './morph.ts';

/** Keeps a page up to date that `passband serve` made: `events` beside the page says when there is something new. */
let seen = new URL(import.meta.url).searchParams.get('seen') ?? '';
let events: EventSource | null = null;
let update = Promise.resolve();

// A hidden page lets go of its connection, of which a browser has six to a server.
document.addEventListener('visibilitychange', follow);
window.addEventListener('pagehide', () => events?.close());
window.addEventListener('pageshow', follow);
document.addEventListener('change', countTicks);
// The browser may have ticked what was ticked before the page was left.
window.addEventListener('pageshow', countTicks);

// A link to a place in the document that the page shows in its frame, once that is there: while a frame loads it may lose the way.
const frame = document.querySelector('iframe');
if (frame && location.hash !== '') {
  const go = () => frame.contentWindow?.location.replace(frame.src + location.hash);
  if (document.readyState === 'complete') go();
  else window.addEventListener('load', go, { once: true });
}

function follow(): void {
  events?.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource(`events?seen=${encodeURIComponent(seen)}`);
  events.addEventListener('message', ({ lastEventId }) => {
    update = update.then(() => fetchPage(lastEventId)).catch(() => {});
  });
}

async function fetchPage(version: string): Promise<void> {
  const response = await fetch(location.pathname + location.search);
  if (!response.ok) return;
  const text = await response.text();
  seen = version;
  // It looks different as a whole: a page around a report, or of another version of Passband. What comes meanwhile is left to it.
  const style = document.querySelector('style')?.textContent;
  if (!text.includes(`<style>${style}</style>`)) return new Promise(() => location.reload());
  const next = new DOMParser().parseFromString(text, 'text/html');
  document.title = next.title;
  for (const name of ['nav', 'header', 'main']) {
    const [from, to] = [document, next].map((page) => page.querySelector(`body > ${name}`));
    if (from && to) morph(from, to);
  }
  countTicks();
  // The report's script looks after the plots that are new.
  document.dispatchEvent(new Event('passband:update'));
}
