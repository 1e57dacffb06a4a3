/** The page's whole style. Colours are pairs for light and dark; every state has a glyph beside its colour. */
export const style = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#ffffff, #0e1116);
  --raised: light-dark(#f6f7f9, #151a21);
  --text: light-dark(#15181d, #e7eaee);
  --quiet: light-dark(#586271, #9ca7b4);
  --line: light-dark(#e4e7eb, #262d36); --edge: light-dark(#cfd5dc, #3a4450); --link: light-dark(#0a55b3, #82b7ff);
  --pass: light-dark(#14703a, #5ecb8a); --fail: light-dark(#b3211b, #ff867d); --open: light-dark(#865000, #e6b35c);
  --pass-wash: light-dark(#eef8f2, #10211a); --fail-wash: light-dark(#fdf1f0, #291617); --open-wash: light-dark(#fdf5e6, #261d10);
  --high: light-dark(#b04a00, #ff9e5e); --medium: light-dark(#865000, #e6b35c);
  --s-derived: light-dark(#0b6a72, #58c7d0); --mark: light-dark(#fdebe9, #35191a); --one: light-dark(#0a55b3, #82b7ff); --two: light-dark(#7a3fb0, #c79bf2);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
}
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 56px; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 var(--sans); font-variant-numeric: tabular-nums; }
main, .bar > div { max-width: 1120px; margin: 0 auto; padding: 0 32px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
p a, dd a, .prose a { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 2px; text-decoration-color: color-mix(in srgb, var(--link) 45%, transparent); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, p, figure, ol, ul, dl, dd { margin: 0; padding: 0; } ol, ul { list-style: none; }
code, pre, .mono { font-family: var(--mono); font-size: .92em; }
pre { margin: 0; overflow-x: auto; }
button, input, select { font: inherit; color: inherit; }
.quiet { color: var(--quiet); } .num { text-align: right; white-space: nowrap; } .nowrap { white-space: nowrap; }
.off { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; top: 8px; background: var(--bg); padding: 6px 12px; z-index: 3; } .skip:focus { left: 8px; }
[hidden] { display: none !important; }
.needs-script { display: none; } .scripted .needs-script { display: revert; }

.bar { position: sticky; top: 0; z-index: 2; background: color-mix(in srgb, var(--bg) 92%, transparent); backdrop-filter: blur(8px); border-bottom: 1px solid var(--line); }
.bar > div { display: flex; align-items: center; gap: 20px; height: 44px; font-size: 13px; }
.brand { font-weight: 650; letter-spacing: -.01em; white-space: nowrap; } .brand span { color: var(--quiet); font-weight: 400; }
.bar nav { display: flex; gap: 18px; margin-left: auto; overflow-x: auto; scrollbar-width: none; }
.bar nav a { color: var(--quiet); white-space: nowrap; padding: 11px 0; }
.bar nav a:hover { color: var(--text); text-decoration: none; }
.bar button { border: 0; background: none; padding: 6px; cursor: pointer; color: var(--quiet); line-height: 1; }
.bar button:hover { color: var(--text); }

.verdict { padding: 30px 0 22px; display: grid; grid-template-columns: auto 1fr; column-gap: 18px; align-items: start; }
.seal { grid-row: span 3; width: 46px; height: 46px; border-radius: 11px; display: grid; place-items: center; font-size: 25px; font-weight: 700; line-height: 1; }
.verdict.pass .seal { background: var(--pass-wash); color: var(--pass); }
.verdict.fail .seal { background: var(--fail-wash); color: var(--fail); }
.verdict.inconclusive .seal { background: var(--open-wash); color: var(--open); }
.verdict h1 { font-size: 25px; line-height: 1.2; font-weight: 650; letter-spacing: -.018em; overflow-wrap: anywhere; }
.verdict h1 b { text-transform: uppercase; font-size: 12px; letter-spacing: .07em; vertical-align: 4px; margin-left: 8px; padding: 3px 8px; border-radius: 5px; font-weight: 650; }
.verdict.pass h1 b { color: var(--pass); background: var(--pass-wash); }
.verdict.fail h1 b { color: var(--fail); background: var(--fail-wash); }
.verdict.inconclusive h1 b { color: var(--open); background: var(--open-wash); }
.verdict .reason { font-size: 16px; margin-top: 5px; overflow-wrap: anywhere; max-width: 92ch; }
.verdict .facts { margin-top: 7px; color: var(--quiet); font-size: 13px; overflow: hidden; }
.facts > span { display: inline-block; position: relative; margin-right: 15px; }
.facts > span::before { content: "·"; position: absolute; left: -12px; color: var(--edge); }

section { margin-bottom: 44px; }
section > h2 { font-size: 16px; font-weight: 650; letter-spacing: -.008em; margin-bottom: 12px; display: flex; align-items: baseline; gap: 10px; }
section > h2 small { font-weight: 400; font-size: 13px; color: var(--quiet); }
h3 { font-size: 14px; font-weight: 650; } h3 .quiet { font-weight: 400; font-size: 13px; margin-left: 4px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 400; }
thead th { color: var(--quiet); font-size: 12px; padding-bottom: 5px; white-space: nowrap; }
th.num, td.num { text-align: right; padding-right: 0; padding-left: 18px; }
tbody tr:last-child > * { border-bottom-color: transparent; }
td { overflow-wrap: anywhere; }
.num + :is(td, th):not(.num) { padding-left: 18px; }
.scroll { overflow-x: auto; position: relative; } .wide { width: 99%; min-width: 220px; }
.state { white-space: nowrap; display: inline-flex; gap: 7px; align-items: baseline; }
.state i { font-style: normal; font-weight: 700; width: 1em; text-align: center; }
.is-pass { color: var(--pass); }
.is-fail, .is-error { color: var(--fail); font-weight: 650; }
.is-unproven, .is-inconclusive { color: var(--open); font-weight: 650; }
.is-none, .is-skipped, .is-inapplicable { color: var(--quiet); }
.ready th, .ready td { padding-top: 5px; padding-bottom: 5px; }
.ready tbody th { font-weight: 500; width: 1%; white-space: nowrap; padding-right: 24px; }
.ready td:nth-child(2) { width: 1%; padding-right: 20px; }
.ready td:nth-child(3) { width: 99%; }
.ready .fit { max-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .ready .whole { white-space: normal; } .fit:not(.whole) .notes::before { content: "· "; } .whole .notes { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12.5px; }
.ready thead th { font-weight: 400; }
.ready tr.fail > *, .ready tr.unproven > * { background: var(--fail-wash); }
.ready tr.unproven > * { background: var(--open-wash); }
.ready tbody tr > :first-child { padding-left: 12px; box-shadow: inset 3px 0 transparent; }
.ready thead tr > :first-child { padding-left: 12px; }
.ready tr > :last-child { padding-right: 12px; }
.ready tr.fail > :first-child { box-shadow: inset 3px 0 var(--fail); }
.ready tr.unproven > :first-child { box-shadow: inset 3px 0 var(--open); }
.ready tr.fail th, .ready tr.unproven th { font-weight: 650; }
.ready tr.none { color: var(--quiet); }

.faults li { border-left: 3px solid var(--open); background: var(--open-wash); padding: 10px 14px; margin-bottom: 8px; overflow-wrap: anywhere; }
.faults b { font-weight: 650; }
.faults dl { margin-top: 4px; }
dl.pairs { align-items: baseline; display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; }
dl.pairs dt { color: var(--quiet); }
dl.pairs dd { overflow-wrap: anywhere; min-width: 0; }

.filter { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 10px; }
.filter input, .filter select { border: 1px solid var(--edge); background: var(--bg); border-radius: 6px; padding: 5px 9px; height: 32px; }
.filter input { flex: 1 1 220px; min-width: 0; }
.filter output { color: var(--quiet); margin-left: auto; font-size: 13px; white-space: nowrap; }
.checks th[scope=row] { width: 99%; min-width: 260px; } .checks td:nth-child(2), .checks td:last-child { white-space: nowrap; } .checks small { display: block; color: var(--quiet); font-size: 12.5px; overflow-wrap: anywhere; }
.checks .group th { font-weight: 650; font-size: 13px; padding-top: 20px; } .checks tbody:nth-of-type(1) .group th { padding-top: 12px; } .checks .num + td.quiet { padding-left: 6px; white-space: nowrap; }
.findings { border-top: 1px solid var(--line); }
.findings > li { display: block; border-bottom: 1px solid var(--line); }
.findings > .slim { content-visibility: auto; contain-intrinsic-size: auto 54px; }
.line, summary.line { display: grid; grid-template-columns: 16px 92px minmax(0, 1fr) minmax(0, max-content); gap: 0 10px; padding: 9px 0; align-items: baseline; }
.line .where { color: var(--quiet); font: 12px var(--mono); text-align: right; overflow-wrap: anywhere; max-width: 340px; }
.line .what { overflow-wrap: anywhere; font-weight: 500; }
.line .sub { display: block; color: var(--quiet); font-weight: 400; font-size: 12.5px; }
.line.flat .what { font-weight: 400; }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary.line::before, summary.more::before { content: "›"; color: var(--quiet); text-align: center; transition: transform .12s; display: inline-block; width: 1em; }
details[open] > summary.line::before, details[open] > summary.more::before { transform: rotate(90deg); }
summary.line:hover .what { color: var(--link); }
.flat::before { content: ""; }
summary.more { color: var(--quiet); padding: 6px 0; font-size: 13px; } summary.more:hover { color: var(--text); }
.sev { white-space: nowrap; font-size: 13px; font-weight: 650; }
.sev.critical { color: var(--fail); }
.sev.high { color: var(--high); }
.sev.medium { color: var(--medium); }
.sev.low { color: var(--quiet); }
.dim .sev { color: var(--quiet); font-weight: 400; }
.dim .what { font-weight: 400; }
.sev i { font-style: normal; display: inline-block; width: 1.4em; font-size: .95em; }
.body { padding: 2px 0 20px 128px; display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); }
.body > p { max-width: 84ch; overflow-wrap: anywhere; white-space: pre-line; }
.frame { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.frame figcaption { padding: 6px 14px; border-bottom: 1px solid var(--line); font: 12px var(--mono); color: var(--quiet); overflow-wrap: anywhere; }
.frame pre { padding: 8px 0; font-size: 12.5px; line-height: 1.6; tab-size: 2; }
.frame pre span { display: block; padding: 0 14px 0 0; min-width: max-content; }
.frame pre .mark { background: var(--mark); box-shadow: inset 3px 0 var(--fail); }
.frame pre i { font-style: normal; color: var(--quiet); display: inline-block; width: 5.5em; text-align: right; padding-right: 1.4em; user-select: none; }
.frame pre .mark i { color: var(--fail); font-weight: 700; }
.path { display: flex; flex-wrap: wrap; gap: 6px 0; font-size: 13px; }
.path li { display: flex; align-items: baseline; overflow-wrap: anywhere; min-width: 0; }
.path li:not(:last-child)::after { content: "→"; color: var(--quiet); margin: 0 10px; }
.path small { display: block; color: var(--quiet); font: 11.5px var(--mono); }
.path .place b { color: var(--fail); }
.path em { font-style: normal; color: var(--quiet); font-size: 11.5px; display: block; }
.compare { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 10px; }
.compare div { border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px; min-width: 0; }
.compare span { color: var(--quiet); font-size: 12px; display: block; }
.compare code { overflow-wrap: anywhere; white-space: pre-wrap; }
.compare .bad { border-color: color-mix(in srgb, var(--fail) 40%, var(--line)); }
.cmd { display: flex; gap: 8px; align-items: baseline; }
.cmd code { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 3px 9px; overflow-wrap: anywhere; min-width: 0; }
.cmd button { flex: none; border: 0; background: none; color: var(--link); cursor: pointer; font-size: 12px; padding: 2px 4px; }
.fix { border-left: 3px solid var(--pass); padding-left: 12px; }
.tag { font-size: 11.5px; border: 1px solid var(--edge); border-radius: 4px; padding: 0 6px; color: var(--quiet); white-space: nowrap; }

.p-honest { color: var(--pass); } .p-lie { color: var(--fail); font-weight: 650; } .p-failure { color: var(--high); font-weight: 650; } .p-open { color: var(--open); font-weight: 650; } .p-none { color: var(--quiet); }
.keys i, .m i { font-style: normal; font-weight: 700; }
.wide-table { width: min(100vw - 64px, 1640px); margin-left: calc((100% - min(100vw - 64px, 1640px)) / 2); }
.matrix { width: auto; margin: 0 auto; font-size: 13px; }
.matrix th, .matrix td { padding: 4px 10px; white-space: nowrap; overflow-wrap: normal; }
.matrix td.num { padding: 4px 10px; }
.matrix thead th { font-size: 11.5px; padding: 2px 6px 4px; border-bottom-color: var(--line); vertical-align: bottom; text-align: center; }
.matrix thead th:first-child[rowspan], .matrix thead th[rowspan]:nth-child(2) { text-align: left; padding-left: 10px; }
.scripted .matrix td[data-part] { cursor: pointer; } .scripted .matrix td[data-part]:hover { background: color-mix(in srgb, var(--link) 10%, transparent); }
.body [data-part] { scroll-margin-top: 60px; } .inflicted tbody th { width: 12%; } .inflicted td:nth-child(2) { width: 38%; } .inflicted td:last-child { width: 15%; overflow-wrap: break-word; }
.matrix tbody th { position: sticky; left: 0; background: var(--bg); z-index: 1; font-weight: 500; max-width: 330px; display: table-cell; overflow: hidden; text-overflow: ellipsis; }
.matrix td.m { text-align: center; padding: 4px 7px; } .matrix .m a { color: inherit; } .matrix .m.p-none { color: color-mix(in srgb, var(--quiet) 70%, transparent); } .matrix .word { font-size: 11.5px; margin-left: 4px; }
.matrix .group { border-left: 1px solid var(--line); }
.matrix .m.p-lie { background: var(--fail-wash); } .matrix .m.p-failure { background: var(--open-wash); }
.reasons li, .witnesses li, .told li { overflow-wrap: anywhere; padding: 3px 0; } .reasons b { font-weight: 600; margin-right: 6px; }
.witnesses li { display: grid; grid-template-columns: 124px minmax(0, 1fr); gap: 0 12px; }
.proofs { border-top: 1px solid var(--line); }
.proofs > li { border-bottom: 1px solid var(--line); } .proofs > li:target { background: color-mix(in srgb, var(--link) 6%, transparent); }
.proofs summary.line { grid-template-columns: 16px 124px minmax(0, 1fr) minmax(0, max-content); }
.proofs details[open] > summary .sub { display: none; } .proofs .body { padding-left: 26px; } .body h4 { margin: 0 0 6px; font-size: 13px; font-weight: 650; } .body h4 .quiet { font-weight: 400; }
.body h4:not(:first-child) { margin-top: 6px; }
.beside { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 14px 28px; align-items: start; }
.answer { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; font-size: 12px; line-height: 1.65; max-height: 560px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.answer a { color: inherit; } .answer em { font: 600 11px var(--sans); margin-left: 7px; padding: 0 5px; border-radius: 4px; background: var(--fail-wash); color: var(--fail); }
.shades { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 12px; color: var(--quiet); margin-bottom: 6px; } .shades b { font-weight: 600; }
.legend { margin: 2px 0 10px; }
.s-wire, .answer a.s-wire { color: var(--pass); text-decoration: underline solid 1px; text-underline-offset: 3px; }
.s-derived, .answer a.s-derived { color: var(--s-derived); text-decoration: underline dashed 1px; text-underline-offset: 3px; }
.s-earlier, .answer a.s-earlier { color: var(--s-derived); text-decoration: underline dotted 2px; text-underline-offset: 3px; }
.s-request { color: var(--one); text-decoration: underline dotted 1px; text-underline-offset: 3px; }
.s-clock { color: var(--two); text-decoration: underline dashed 1px; text-underline-offset: 3px; }
.s-environment { color: var(--open); text-decoration: underline double 1px; text-underline-offset: 3px; }
.s-schema, .s-word, .s-zero, .s-mixed { color: var(--quiet); } .s-schema { font-style: italic; }
.s-unsourced { color: var(--text); text-decoration: underline wavy 1px var(--fail); text-underline-offset: 3px; } .s-unsourced.bad { color: var(--fail); font-weight: 650; }
.rows { font-size: 12px; font-family: var(--mono); width: auto; } .rows th, .rows td { padding: 2px 14px 2px 0; white-space: nowrap; border-bottom-color: transparent; } .rows thead th { font-size: 11.5px; } .rows a { color: inherit; }
.lit, .rows td:target, .answer a:target { background: color-mix(in srgb, var(--two) 24%, transparent); outline: 1px solid var(--two); border-radius: 2px; }
.statements { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; } .statements p { font-size: 12.5px; overflow-wrap: anywhere; } .sql { display: block; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); border-radius: 6px; padding: 5px 9px; margin: 3px 0 5px; font-size: 12px; }
.reactions tbody th { overflow-wrap: anywhere; min-width: 150px; } .reactions td { min-width: 84px; } .reactions b { white-space: nowrap; } .reactions i, .told i { font-style: normal; font-weight: 700; }
.under td:last-child { width: 50%; } .under summary.more { padding: 2px 0; }

.flow { border-top: 1px solid var(--line); padding: 14px 0 18px; }
.flow > h3 .state { margin-right: 8px; }
.film { position: relative; display: flex; gap: 14px; overflow-x: auto; padding: 12px 2px 10px; }
.film figure { flex: 0 0 264px; }
.film .shot, .film .blank { display: block; width: 100%; padding: 0; cursor: zoom-in; border: 1px solid var(--edge); border-radius: 7px; overflow: hidden; aspect-ratio: 16 / 10; background: var(--raised); }
.film img { width: 100%; height: 100%; object-fit: cover; object-position: top; display: block; }
.film .blank { display: grid; cursor: default; place-items: center; color: var(--quiet); font-size: 12px; text-align: center; padding: 12px; }
.film .bad .shot, .film .bad .blank { border: 2px solid var(--fail); }
.film figcaption { font-size: 12.5px; margin-top: 6px; display: flex; gap: 7px; overflow-wrap: anywhere; }
.film figcaption .num { margin-left: auto; color: var(--quiet); padding-left: 8px; }
.film .why { color: var(--fail); font-size: 12px; overflow-wrap: anywhere; }
.flow table { max-width: 860px; }
dialog { border: 1px solid var(--edge); border-radius: 10px; background: var(--bg); padding: 10px; max-width: 96vw; }
dialog::backdrop { background: rgb(0 0 0 / .6); }
dialog img { max-width: 92vw; max-height: 84vh; display: block; }
dialog p { padding: 8px 2px 0; color: var(--text); }

.load { border-top: 1px solid var(--line); padding: 14px 0 18px; }
.figures { display: flex; flex-wrap: wrap; gap: 10px 34px; margin: 12px 0 16px; }
.figures div { min-width: 76px; }
.figures dt { color: var(--quiet); font-size: 12px; }
.figures dd { font-size: 20px; font-weight: 600; letter-spacing: -.01em; }
.figures dd small { font-size: 12px; font-weight: 400; color: var(--quiet); letter-spacing: 0; }
.figures .bad dd { color: var(--fail); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 22px 28px; }
.chart h4 { margin: 0 0 4px; font-size: 13px; font-weight: 500; }
.chart .plot { height: 196px; }
.keys { display: flex; flex-wrap: wrap; gap: 2px 16px; color: var(--quiet); font-size: 12px; margin-top: 8px; }
.keys svg { margin-right: 6px; vertical-align: -1px; }
.chart .keys { margin-top: 4px; }
.bars td:nth-child(2) { width: 99%; padding-right: 0; }
.bars th { white-space: nowrap; max-width: 300px; overflow: hidden; text-overflow: ellipsis; padding-right: 18px; }
.bars th, .bars td { padding-top: 3px; padding-bottom: 3px; border-bottom: 0; vertical-align: middle; }
.bars svg { display: block; width: 100%; height: 14px; }
.bars .axis { fill: var(--quiet); font-size: 11.5px; overflow: visible; }
.b-tick { fill: var(--line); }
.b-track { fill: var(--raised); }
.b-stack { fill: var(--quiet); }
.b-probe { fill: var(--one); }
.b-alone { fill: var(--two); }
.b-check { fill: var(--edge); }
.b-failed { fill: var(--fail); }
.b-running { fill: url(#going); }
.json { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; font-size: 12px; max-height: 460px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.evidence li { border-bottom: 1px solid var(--line); }
.evidence summary { display: grid; grid-template-columns: 16px 150px minmax(0, 1fr) 96px 64px; gap: 0 12px; padding: 7px 0; align-items: baseline; }
.evidence summary::before { content: "›"; color: var(--quiet); text-align: center; }
.evidence details[open] > summary::before { transform: rotate(90deg); }
.evidence .row { display: grid; grid-template-columns: 16px 150px minmax(0, 1fr) 96px 64px; gap: 0 12px; padding: 7px 0; align-items: baseline; }
.evidence .row::before { content: ""; }
.evidence .subject { overflow-wrap: anywhere; }
.evidence details > :last-child { margin: 2px 0 12px 28px; }
.evidence li:target, .findings > li:target { background: color-mix(in srgb, var(--link) 8%, transparent); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 26px 44px; }
section > h3 { margin: 28px 0 8px; }
.columns h3 { margin-bottom: 8px; }
.prose { max-width: 84ch; display: grid; gap: 8px; color: var(--quiet); }
.prose b { color: var(--text); font-weight: 600; }
footer { color: var(--quiet); font-size: 12.5px; border-top: 1px solid var(--line); padding: 16px 0 36px; }

@media (max-width: 720px) {
  main, .bar > div { padding: 0 16px; }
  .bar > div { gap: 12px; }
  .verdict { padding: 20px 0 16px; column-gap: 12px; }
  .seal { width: 38px; height: 38px; font-size: 20px; border-radius: 9px; }
  .verdict h1 { font-size: 21px; }
  .verdict .reason { font-size: 15px; }
  .verdict .reason, .verdict .facts { grid-column: 1 / -1; }
  .seal { grid-row: auto; }
  .brand span { display: none; }
  .verdict h1 b { margin-left: 0; }
  .checks tr > :nth-child(n+5) { display: none; } .checks th[scope=row] { min-width: 170px; }
  .ready .fit { max-width: none; white-space: normal; } .ready .notes { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .ready .notes::before { content: none !important; }
  .ready thead { display: none; }
  .ready tr.fail > *, .ready tr.unproven > * { background: none; }
  .ready tr.fail { background: var(--fail-wash); }
  .ready tr.unproven { background: var(--open-wash); }
  .ready tbody th { width: auto; }
  .ready tr { display: grid; grid-template-columns: 1fr max-content; border-bottom: 1px solid var(--line); }
  .ready td, .ready th { border: 0; }
  .ready th { padding-bottom: 0; }
  .ready td:nth-child(2) { padding: 6px 12px 0 0; width: auto; }
  .ready td:nth-child(3) { width: auto; grid-column: 1 / -1; padding: 0 12px 7px !important; font-size: 13px; }
  .ready tr > :nth-child(n+4) { display: none; }
  .ready tr.fail td:nth-child(3) { box-shadow: inset 3px 0 var(--fail); }
  .ready tr.unproven td:nth-child(3) { box-shadow: inset 3px 0 var(--open); }
  .line, summary.line { grid-template-columns: 14px minmax(0, 1fr) max-content; gap: 0 8px; }
  .line .sev { grid-column: 2; }
  .line .what { grid-column: 2 / -1; }
  .line .where { grid-column: 2 / -1; text-align: left; }
  .body { padding-left: 22px; }
  .evidence summary, .evidence .row { grid-template-columns: 14px minmax(0, 1fr) max-content; }
  .evidence .subject { grid-column: 2 / -1; order: 3; }
  .evidence .size { display: none; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .wide-table { width: calc(100vw - 32px); margin-left: 0; }
  .matrix { margin: 0; } .matrix tbody th { min-width: 140px; max-width: 148px; white-space: normal; overflow-wrap: anywhere; font-size: 12px; }
  .proofs summary.line { grid-template-columns: 14px minmax(0, 1fr) max-content; } .proofs summary.line > :nth-child(1) { grid-column: 2 / -1; } .proofs .body { padding-left: 0; }
  .beside { grid-template-columns: minmax(0, 1fr); }
  .witnesses li { grid-template-columns: minmax(0, 1fr); }
  .bars th { max-width: 118px; }
  .filter output { margin-left: 0; }
  .bars .axis text:nth-child(even) { display: none; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@page { margin: 14mm 12mm; }
@media print {
  :root { color-scheme: light; }
  .bar, .filter, .cmd button, .needs-script, dialog { display: none !important; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section { break-inside: auto; margin-bottom: 22pt; }
  .findings > .slim { content-visibility: visible; }
  .frame, .film figure, tr, .faults li { break-inside: avoid; }
  .film { flex-wrap: wrap; overflow: visible; }
  .wide-table { width: 100%; margin-left: 0; } .matrix { font-size: 6.5pt; } .matrix th, .matrix td, .matrix td.m, .matrix td.num { padding: 1px 2px; white-space: normal; overflow-wrap: anywhere; } .matrix thead th { font-size: 6pt; } .matrix .word { font-size: 6pt; } .matrix tbody th { position: static; }
  .answer { max-height: none; overflow: visible; } .proofs > [data-k=lie] > details::details-content { content-visibility: visible !important; block-size: auto !important; }
  pre, .json { white-space: pre-wrap; max-height: none; overflow: visible; }
  .frame pre span { min-width: 0; }
  #findings details::details-content, .behind::details-content, .flow details::details-content { content-visibility: visible !important; block-size: auto !important; }
  .ready .fit { white-space: normal; max-width: none; } .ready .notes { display: none; } .scroll { overflow: visible; }
  .scripted .chart .needs-script { display: block !important; }
  .verdict, .ready tr > * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
