import { createHash } from 'node:crypto';
import type { RunView } from '../core/fold.ts';
import { changesFact, changesPart } from './html/changes.ts';
import { checksPart } from './html/checks.ts';
import { clientScript } from './html/client.ts';
import { chooseEvidence, evidencePart } from './html/evidence.ts';
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
import { changesSince, type Changes } from './words/changes.ts';
import { proofSeen } from './words/proof.ts';
import { glyphs, headline } from './words/words.ts';

/** One self-contained file: no network, opens from disk, readable without scripts, under a policy that runs only what is hashed in it. */
const html: Renderer = {
  name: 'html',
  file: 'report.html',
  render: (run, lookup) => `<!doctype html>\n${page(run, lookup).html}\n`,
};

export default html;

interface Part {
  readonly id: string;
  readonly title: string;
  readonly content: Html | undefined;
}

/** What the page carries: its own style and script, and those of the chart library when there is something to draw. */
interface Carried {
  readonly style: string;
  readonly scripts: readonly string[];
}

function page(run: RunView, lookup: Lookup): Html {
  const changes = lookup.previous && changesSince(lookup.previous, run, lookup);
  const parts = partsOf(run, lookup, changes).filter((part) => part.content !== undefined);
  const carried = carriedBy(parts, lookup);
  return markup`
    <html lang="en">
      ${headPart(run, carried)}
      <body>
        <a class="skip" href="#readiness">Skip to the readiness table</a>
        ${barPart(run, parts)}
        <main>${verdictPart(run, changes && changesFact(changes))}${readinessPart(run)}${parts.map((part) => part.content)}${footerPart(run)}</main>
        ${carried.scripts.map((script) => markup`<script>${raw(script)}</script>`)}
      </body>
    </html>`;
}

function partsOf(run: RunView, lookup: Lookup, changes: Changes | undefined): readonly Part[] {
  const evidence = chooseEvidence(run, lookup);
  const kept = new Set(evidence.map(({ view }) => view.ref.digest));
  return [
    { id: 'faults', title: 'Faults', content: faultsPart(run) },
    { id: 'findings', title: 'Findings', content: findingsPart(run, kept) },
    { id: 'changes', title: 'Changes', content: changes && changesPart(changes) },
    { id: 'proofs', title: 'Proof', content: proofsPart(run, proofSeen(run, lookup)) },
    { id: 'flows', title: 'Flows', content: flowsPart(run, lookup) },
    { id: 'load', title: 'Load', content: loadsPart(run, lookup) },
    { id: 'timeline', title: 'Timeline', content: timelinePart(run) },
    { id: 'checks', title: 'Checks', content: checksPart(run) },
    { id: 'evidence', title: 'Evidence', content: evidencePart(run, evidence) },
    { id: 'method', title: 'Method', content: methodPart(run) },
  ];
}

function carriedBy(parts: readonly Part[], lookup: Lookup): Carried {
  const draws = parts.some((part) => part.id === 'load');
  const library = draws ? lookup.asset('uplot/dist/uPlot.iife.min.js') : undefined;
  const scripts = [...(library === undefined ? [] : [library]), clientScript()];
  return {
    style: style + (library === undefined ? '' : (lookup.asset('uplot/dist/uPlot.min.css') ?? '')),
    scripts: scripts.map((script) => script.replace(/<\/script/gi, '<\\/script')),
  };
}

function headPart(run: RunView, carried: Carried): Html {
  return markup`
    <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="${raw(policy(carried))}">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="assay ${run.header.assay}">
      <title>${glyphs[run.verdict]} ${headline(run)} · run ${run.header.run}</title>
      <style>${raw(carried.style)}</style>
    </head>`;
}

/** Nothing is loaded, nothing runs but these scripts, nothing can be sent anywhere. */
function policy({ style: text, scripts }: Carried): string {
  const hash = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(text)}`,
    `script-src ${scripts.map(hash).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function barPart(run: RunView, parts: readonly Part[]): Html {
  return markup`
    <header class="bar"><div>
      <span class="brand">assay <span>${run.header.platform} · run ${run.header.run}</span></span>
      <nav aria-label="Sections">${parts.map(({ id, title }) => markup`<a href="#${id}">${title}</a>`)}</nav>
      <button type="button" id="theme" class="needs-script" aria-label="Switch between light and dark">◐</button>
    </div></header>`;
}

function footerPart({ header: { assay, run } }: RunView): Html {
  return markup`
    <footer>
      assay ${assay} · <code>assay judge ${run}</code> repeats this verdict without the stack · 
      <code>assay report ${run} --reporter json</code> has every number of this page
    </footer>`;
}
