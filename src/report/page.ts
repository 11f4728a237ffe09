import { createHash } from 'node:crypto';
import { html, SafeHtml } from './html.ts';
import type { Colour } from './theme.ts';
import { themeSheet } from './themeSheet.ts';

export interface PageOptions {
  readonly title: string;
  readonly colours: readonly Colour[];
  /** Rules for this kind of page alone. */
  readonly sheet?: string;
  /** Address of a module that the page's server has and that may ask this server; a file that opens offline has none. */
  readonly script?: string | undefined;
}

/**
 * One self-contained page: it opens offline, loads nothing, and its security policy allows nothing but its own style
 * sheet and the pictures inside it, and what its server has for it where `script` is given.
 *
 * @returns the HTML file's text
 */
export function page(body: SafeHtml, { title, colours, sheet = '', script }: PageOptions): string {
  const style = `${themeSheet(colours)}\n${layoutSheet}${sheet}`;
  const hash = createHash('sha256').update(style).digest('base64');
  const served = script === undefined ? '' : " script-src 'self'; connect-src 'self';";
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}';${served} base-uri 'none'; form-action 'none'`;
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
${script === undefined ? '' : html`<link rel="icon" href="data:,"><script type="module" src="${script}"></script>`}
</head>
<body>
${body}
</body>
</html>
`.text;
}

const layoutSheet = `
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:2.5rem 1.25rem 5rem;background:var(--paper);color:var(--ink);
  font:1rem/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{margin:.25rem 0;font-size:1.75rem;line-height:1.2;font-weight:600;overflow-wrap:anywhere}
h2{margin:4rem 0 .5rem;font-size:1.15rem;font-weight:600}
h3{margin:2.25rem 0 .5rem;font-size:1rem;font-weight:600}
p{max-width:42rem;margin:.5rem 0}
a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:.2em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--lfc-0);outline-offset:2px}
.finding{margin:1.75rem 0;font-size:1.3rem;line-height:1.45;overflow-wrap:anywhere}.finding b{font-weight:600}
.quiet,small,figcaption,dt,thead th{color:var(--muted)}
small{font-size:.85em;font-weight:400}
thead .lfc,.lfc{color:var(--lfc-0)}thead .hfc,.hfc{color:var(--hfc-0)}.attacked{color:var(--attacked)}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:2rem 0 0;padding:.75rem 0;border:solid var(--rule);border-width:1px 0;list-style:none;font-size:.9rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:2rem 3rem}
figure{margin:1rem 0 0}
figcaption{margin-bottom:.5rem}
figure svg{display:block;max-width:100%;height:auto}
.scroll{overflow-x:auto}
.scroll>svg{display:block;width:100%;height:auto;min-width:44rem;max-width:72rem}
table{border-collapse:collapse}
caption{padding:.25rem 0;text-align:left;color:var(--muted)}
.numbers caption{padding:1.75rem 0 .25rem}.plots caption,h2+.scroll caption,h3+.scroll caption,summary+.scroll caption{padding-top:.5rem}
.numbers caption span{display:block;position:sticky;left:0;max-width:calc(100vw - 2.5rem)}
th{font-weight:400;text-align:left}
.numbers,.known{width:100%}
.numbers td,.numbers th,.known td,.known th{padding:.4rem 1rem .4rem 0;border-bottom:1px solid var(--rule);vertical-align:baseline}
.numbers small{margin-left:.6rem;white-space:nowrap}
.numbers tbody th{white-space:nowrap}
.stacked small{display:block;margin-left:0}
.numbers .bar{width:30%;padding-right:0}
.numbers .bar small{margin:0}
.bar svg{display:block;width:100%;max-width:20rem;height:.9rem;overflow:visible}
.key{width:.6rem;height:.6rem;margin-right:.6rem}
.samples{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,30rem),1fr));gap:2.25rem 3rem;margin-top:1.5rem}
.sample{width:100%;table-layout:fixed;align-self:start;font-size:.8rem;line-height:1.25}
.sample th,.sample td{padding:0 .35rem .5rem 0;vertical-align:top}
.sample thead th{padding-bottom:.25rem}
.sample thead th:first-child{color:var(--ink);font-weight:600}
.sample thead th:nth-child(2){width:2.4rem}
.sample img{display:block;width:100%;height:auto;margin-bottom:.2rem;image-rendering:pixelated}
.right,.wrong{display:block;overflow-wrap:anywhere}
.wrong{color:var(--muted)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14rem),1fr));gap:.75rem 1.5rem;margin:1rem 0}
dt{font-size:.85rem}dd{margin:0;overflow-wrap:anywhere}
dl.long{grid-template-columns:1fr}
.command{max-width:none;padding:.75rem 1rem;border:1px solid var(--rule);border-radius:.3rem;overflow-wrap:anywhere}
.trios{grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1.75rem 2rem}
.trio caption{font-weight:600;color:var(--ink)}.trio caption small{color:var(--muted)}
.trio thead th:first-child{color:var(--muted);font-weight:400}.trio thead th:nth-child(2){width:auto}
.trio small{color:var(--muted)}
details{margin:1.25rem 0}summary{cursor:pointer}
.checks{margin:.75rem 0;padding:0;list-style:none;max-width:52rem}
.checks li{display:grid;grid-template-columns:4.5rem 1fr;padding:.45rem 0;border-bottom:1px solid var(--rule)}
.checks b{font-weight:600}.checks .pass b{font-weight:400;color:var(--muted)}
.fail{color:var(--attacked)}.checks .fail{color:inherit}.checks .fail b{color:var(--attacked)}
@media (max-width:44rem){
  .numbers .bar{display:none}
  .numbers small{display:block;margin-left:0}
  .numbers tbody th{white-space:normal}
  .known thead{display:none}
  .known tr{display:grid;grid-template-columns:1fr 1fr auto}
  .known th{grid-column:1/-1;border:0;padding-bottom:0}
}
@media print{body{padding:0}h2{break-after:avoid}.sample,figure{break-inside:avoid}}
`;
