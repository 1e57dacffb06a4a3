import type { RunView } from '../core/fold.ts';
import { html as markup, type Html } from './html/markup.ts';
import type { Renderer } from './renderer.ts';
import { clip } from './words/visible.ts';
import { glyphs, headline, place } from './words/words.ts';

const html: Renderer = {
  name: 'html',
  file: 'report.html',
  render: (run) => page(run).html,
};

export default html;

function page(run: RunView): Html {
  return markup`<!doctype html><html lang="en"><meta charset="utf-8"><title>${headline(run)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><h1>${run.verdict}: ${headline(run)}</h1><p>${run.gate.reason}</p>
<table>${run.gate.demands.map((demand) => markup`<tr><th>${demand.category}<td>${glyphs[demand.state]} ${demand.state}<td>${demand.reason}`)}</table>
<ol>${run.findings.map((finding) => markup`<li id="finding-${finding.number}"><b>${finding.severity}</b> ${clip(finding.what, 500)} <code>${finding.location ? place(finding.location) : ''}</code></li>`)}</ol>`;
}
