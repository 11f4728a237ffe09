import { expect, onTestFinished } from 'vitest';

/** Follows a stream of events; `next` waits for one more and gives its id. */
export async function follow(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(url, { headers, signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<string | null> {
    for (;;) {
      const event = /id: (\S+)\ndata: .*\n\n/.exec(text);
      if (event) {
        text = text.slice(event.index + event[0].length);
        return event[1];
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
  }
  return { next, stop: () => stop.abort() };
}

/** What comes of a wait for nothing. */
export const silence = (next: Promise<unknown>) =>
  Promise.race([next, new Promise((resolve) => setTimeout(resolve, 200, 'silence'))]);
