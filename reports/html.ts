import { createHash } from 'node:crypto';
import type { RunView } from '../core/fold.ts';
import { clientScript } from './html/client.ts';
import { checksPart, chooseEvidence, evidencePart } from './html/evidence.ts';
import { findingsPart } from './html/findings.ts';
import { flowsPart } from './html/flows.ts';
import { loadsPart } from './html/loads.ts';
import { html as markup, raw, type Html } from './html/markup.ts';
import { methodPart } from './html/method.ts';
import { proofsPart } from './html/proofs.ts';
import { style } from './html/style.ts';
import { timelinePart } from './html/timeline.ts';
import { faultsPart, readinessPart, verdictPart } from './html/verdict.ts';
import type { Lookup, Renderer } from './renderer.ts';
import { glyphs, headline } from './words/words.ts';

/** One self-contained file: no network, opens from disk, readable without scripts, under a policy that runs only what is hashed in it. */
const html: Renderer = {
  name: 'html',
  file: 'report.html',
  render: (run, lookup) => page(run, lookup).html,
};

export default html;

function page(run: RunView, lookup: Lookup): Html {
  const evidence = chooseEvidence(run, lookup);
  const kept = new Set(evidence.map(({ view }) => view.ref.digest));
  const loads = loadsPart(run, lookup);
  const scripts = [loads && lookup.asset('uplot/dist/uPlot.iife.min.js'), clientScript()].filter((each) => each !== undefined).map((each) => each.replace(/<\/script/gi, '<\\/script'));
  const styles = style + (loads ? (lookup.asset('uplot/dist/uPlot.min.css') ?? '') : '');
  const parts: readonly (readonly [string, string, Html | undefined])[] = [
    ['faults', 'Faults', faultsPart(run)], ['findings', 'Findings', findingsPart(run, kept)], ['proofs', 'Proofs', proofsPart(run)], ['flows', 'Flows', flowsPart(run, lookup)], ['load', 'Load', loads],
    ['timeline', 'Timeline', timelinePart(run)], ['checks', 'Checks', checksPart(run)], ['evidence', 'Evidence', evidencePart(run, evidence)], ['method', 'Method', methodPart(run)],
  ];
  const links = parts.filter(([, , part]) => part !== undefined);
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${raw(policy(styles, scripts))}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="generator" content="assay ${run.header.assay}">
<title>${glyphs[run.verdict]} ${headline(run)} · run ${run.header.run}</title><style>${raw(styles)}</style></head>
<body><a class="skip" href="#readiness">Skip to the readiness table</a>
<header class="bar"><div><span class="brand">assay <span>${run.header.platform} · run ${run.header.run}</span></span><nav aria-label="Sections">${links.map(([id, title]) => markup`<a href="#${id}">${title}</a>`)}</nav><button type="button" id="theme" class="needs-script" aria-label="Switch between light and dark">◐</button></div></header>
<main>${verdictPart(run)}${readinessPart(run)}${parts.map(([, , part]) => part)}
<footer>assay ${run.header.assay} · <code>assay judge ${run.header.run}</code> repeats this verdict without the stack · <code>assay report ${run.header.run} --reporter json</code> has every number of this page</footer></main>
${scripts.map((script) => markup`<script>${raw(script)}</script>`)}</body></html>
`;
}

/** Nothing is loaded, nothing runs but these scripts, nothing can be sent anywhere. */
function policy(styles: string, scripts: readonly string[]): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(styles)}; script-src ${scripts.map(hash).join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`;
}
