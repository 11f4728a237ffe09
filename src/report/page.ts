import { createHash } from 'node:crypto';
import { html, SafeHtml } from './html.ts';
import { layoutSheet } from './layoutSheet.ts';
import { pageScript } from './pageScript.ts';
import type { Colour } from './theme.ts';
import { themeSheet } from './themeSheet.ts';

/**
 * One self-contained page: it opens offline, loads nothing, and its security policy allows nothing but its own style
 * sheet, its own script and the pictures inside it.
 *
 * @returns the HTML file's text
 */
export function page(
  body: SafeHtml,
  { title, colours }: { readonly title: string; readonly colours: readonly Colour[] },
): string {
  const style = `${themeSheet(colours)}\n${layoutSheet}`;
  const script = pageScript();
  const policy = [
    `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'`,
    "base-uri 'none'; form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new SafeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Passband">
<title>${title}</title>
<style>${new SafeHtml(style)}</style>
</head>
<body>
${body}
<script>${new SafeHtml(script)}</script>
</body>
</html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
