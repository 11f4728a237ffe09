/** Rules of the pages of studies alone. */
export const studySheet = `
.claims{margin-top:1rem;border-top:1px solid var(--rule)}
.claim{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:0 1.5rem;padding:1.1rem 0;border-bottom:1px solid var(--rule)}
.claim p{margin:.25rem 0}.claim>p{margin:0}.claim h3{margin:0;max-width:42rem}
.claim dl{grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));margin:.6rem 0}
.verdict{font-weight:600;white-space:nowrap}.verdict.does-not-hold{color:var(--attacked)}.verdict.undecided{font-weight:400;color:var(--muted)}
.shown+.shown{margin-top:3rem}
.shown h3 small{margin-left:.5rem}
.shown .wide .plot{max-width:56rem}
.shown .wide{margin:-4px;padding:4px}
.shown figcaption{max-width:42rem}
.picture{display:block;max-width:72rem;height:auto}
.results caption span,.matrix caption span{max-width:min(42rem,100vw - 2.5rem)}
.results td,.results th{padding-right:.75rem}.results small{font-size:.8em}
.matrix .numbers caption,.shown details .numbers caption{padding-top:.5rem}
.matrix tbody th{max-width:26rem;white-space:normal}.matrix td{min-width:7.5rem}.matrix small{white-space:normal}
.results b{font-weight:400}.results .outside{font-weight:600;color:var(--ink)}
.results thead tr:first-child th[colspan]{border-bottom:1px solid var(--rule)}
.results thead th{vertical-align:bottom}
.note{overflow-wrap:anywhere;white-space:normal}
.shown tbody th{min-width:7rem;max-width:26rem;white-space:normal;overflow-wrap:anywhere}
@media (max-width:44rem){.matrix tbody th{min-width:13rem}.claim{grid-template-columns:1fr;gap:.4rem}}
@media print{.shown details{display:none}.claim{break-inside:avoid}.picture{max-width:100%}.results{font-size:.85em}}
`;
