import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { pageScript } from '#passband/report/page/pageScript.ts';

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** A page without its own style sheet and script, and the link that has it painted once the script is there, after a check that its policy allows these two and no others. */
export function withoutOwnScript(page: string): string {
  const [whole, style] = page.match(/<style>([\s\S]*?)<\/style>/)!;
  const script = pageScript();
  const policy = `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  const [, link, end] = page.match(/(<link rel="expect" href="#([^"]+)" blocking="render">)/)!;
  const rest = page.replace(whole, '').replace(link, '').split(`<script id="${end}">${script}</script>`);
  expect(rest).toHaveLength(2);
  return rest.join('');
}
