/** What all pages look like; colours are custom properties of the theme. */
export const layoutSheet = `
*{box-sizing:border-box}
html{font-size:clamp(1rem,.6rem + .45vw,1.3rem)}
body{overflow-wrap:break-word;margin:0 auto;max-width:76rem;padding:2.5rem 1.25rem 5rem;background:var(--paper);color:var(--ink);
  font:1rem/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{margin:.25rem 0;font-size:1.75rem;line-height:1.2;font-weight:600;overflow-wrap:anywhere}
h2{margin:4rem 0 .5rem;font-size:1.15rem;font-weight:600}
h3{margin:2.25rem 0 .5rem;font-size:1rem;font-weight:600}
p{max-width:42rem;margin:.5rem 0}
a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--lfc-0);outline-offset:2px}
.finding{margin:1.75rem 0;font-size:1.3rem;line-height:1.45;overflow-wrap:anywhere}.finding b{font-weight:600}
.quiet,small,figcaption,dt,thead th{color:var(--muted)}
small{font-size:.85em;font-weight:400}
thead .lfc,.lfc{color:var(--lfc-0)}thead .hfc,.hfc{color:var(--hfc-0)}.attacked{color:var(--attacked)}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:2rem 0 0;padding:.75rem 0;border:solid var(--rule);border-width:1px 0;list-style:none;font-size:.9rem}
.served p{max-width:none;margin:0 0 1.75rem;font-size:.9rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));column-gap:3rem}
.plots>*{grid-row:span 3}.plots>figure{display:grid;grid-template-rows:subgrid;margin:1rem 0}
.plots figcaption{align-self:end}.plots .plot{align-self:start}
figure{margin:1rem 0 0}
figcaption{margin-bottom:.5rem}
.plot{position:relative;width:fit-content;max-width:100%}
.plot svg{display:block;max-width:100%;height:auto}
.live{cursor:crosshair;touch-action:pan-y}
.mark{stroke:var(--paper);stroke-width:1.5;pointer-events:none}
.mark.cell{stroke:#fff;stroke-width:2;filter:drop-shadow(0 0 1px #000)}
.tip{position:absolute;z-index:1;width:max-content;max-width:15rem;padding:.4rem .7rem;border:1px solid var(--rule);border-radius:.3rem;
  background:var(--paper);box-shadow:0 .2rem .9rem rgb(0 0 0/.16);font-size:.8rem;line-height:1.4;pointer-events:none;overflow-wrap:anywhere}
.tip b{display:block;font-weight:600}
.tip dl{display:grid;grid-template-columns:auto auto;gap:0 .9rem;margin:0}
.tip dt{font-size:inherit}.tip dd{text-align:right;white-space:nowrap}
.data{margin:.4rem 0 0;font-size:.8rem;color:var(--muted)}.data a{margin-left:.4rem}
.scroll{overflow-x:auto}
.wide .plot{width:100%;min-width:44rem;max-width:72rem}.wide svg{width:100%}
table{border-collapse:collapse}
caption{padding:.25rem 0;text-align:left;color:var(--muted)}
.numbers caption{padding:1.75rem 0 .25rem}.plots caption,h2+.scroll caption,h3+.scroll caption,summary+.scroll caption{padding-top:.5rem}
.numbers caption span{display:block;position:sticky;left:0;max-width:calc(100vw - 2.5rem)}
th{font-weight:400;text-align:left}
.numbers,.known{width:100%}
.numbers td,.numbers th,.known td,.known th{padding:.4rem 1rem .4rem 0;border-bottom:1px solid var(--rule);vertical-align:baseline}
.numbers small{margin-left:.6rem;white-space:nowrap}.numbers tbody th small{white-space:normal}
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
.sample thead td{width:2.4rem}
.sample img{display:block;width:100%;height:auto;margin-bottom:.2rem;image-rendering:pixelated}
.sample img[role]{cursor:zoom-in}
.zoom{width:min(100vw - 2rem,64rem);height:min(100dvh - 2rem,60rem);max-width:none;max-height:none;padding:1rem;border:1px solid var(--rule);
  border-radius:.4rem;background:var(--paper);color:var(--ink)}
.zoom[open]{display:grid;grid-template:auto minmax(0,1fr)/1fr auto;gap:.75rem 1rem;align-items:center}
.zoom::backdrop{background:rgb(0 0 0/.6)}
.zoom p{margin:0;overflow-wrap:anywhere}
.zoom .bar{display:flex;align-items:center;gap:.35rem}
.zoom output{min-width:3.2em;text-align:center;font-size:.9rem;color:var(--muted)}
.zoom button{width:2.25rem;height:2.25rem;padding:0;border:1px solid var(--rule);border-radius:.3rem;background:none;color:inherit;font:inherit;cursor:pointer}
.zoom button:hover{border-color:var(--muted)}
.zoom .room{grid-column:1/-1;display:grid;place-items:safe center;width:100%;height:100%;overflow:auto}
.zoom img{display:block;image-rendering:pixelated}
.right,.wrong{display:block;overflow-wrap:anywhere}
.wrong{color:var(--muted)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14rem),1fr));gap:.75rem 1.5rem;margin:1rem 0}
dt{font-size:.85rem}dd{margin:0;overflow-wrap:anywhere}
dl.long{grid-template-columns:1fr}
.command{max-width:none;padding:.75rem 1rem;border:1px solid var(--rule);border-radius:.3rem;overflow-wrap:anywhere}
.trios{grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1.75rem 2rem}
.trio caption{font-weight:600;color:var(--ink)}.trio caption small{color:var(--muted)}
.trio thead th:first-child{color:var(--muted);font-weight:400}
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
@media (max-width:34rem){
  body{padding:1.5rem 1rem 4rem}
  dl{grid-template-columns:1fr;gap:0}
  dl>div{padding:.35rem 0;border-bottom:1px solid var(--rule)}
  dl:not(.long)>div{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
  h2{margin-top:3rem}
  .zoom[open]{grid-template:auto auto minmax(0,1fr)/1fr}
  .zoom .bar{justify-content:space-between}
}
@media print{
  @page{margin:16mm}
  html{font-size:10pt}
  body{max-width:none;padding:0;background:none}
  nav,.data,.tip,.zoom,.mark{display:none}
  h2,h3,caption,figcaption{break-after:avoid}
  h2{margin-top:2rem}h2+p{break-before:avoid}
  figure,.sample,tr,li,dl>div{break-inside:avoid}
  .plots{grid-template-columns:1fr 1fr;column-gap:2rem}
  .samples{grid-template-columns:1fr 1fr}.trios{grid-template-columns:1fr 1fr 1fr}
  .scroll{overflow:visible}.wide .plot{min-width:0}
  .numbers caption span{position:static;max-width:none}
  summary{list-style:none}summary::-webkit-details-marker{display:none}
  details::details-content{display:block;height:auto;content-visibility:visible}
}
`;
