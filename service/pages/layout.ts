import { createHash } from 'node:crypto';
import { html, raw, type Html } from '../../reports/html/markup.ts';
import { style as reportStyle } from '../../reports/html/style.ts';

/** What the history's pages need beside the report's own style. */
const style = `${reportStyle}
.page { padding-top: 30px; } a.brand { color: var(--text); } a.brand:hover { text-decoration: none; } .page > h1 { font-size: 25px; line-height: 1.2; font-weight: 650; letter-spacing: -.018em; overflow-wrap: anywhere; } .page > .lead { color: var(--quiet); margin: 5px 0 28px; overflow-wrap: anywhere; }
.strips { border-top: 1px solid var(--line); margin-bottom: 44px; } .strips > li { display: grid; grid-template-columns: minmax(120px, 220px) 1fr max-content; gap: 0 20px; align-items: center; padding: 11px 0; border-bottom: 1px solid var(--line); } .strips b { font-weight: 600; overflow-wrap: anywhere; } .strips > li > span { color: var(--quiet); font-size: 13px; }
.strip { display: flex; flex-wrap: wrap; gap: 3px; } .strip a { display: grid; place-items: center; width: 20px; height: 24px; border-radius: 4px; font-size: 12px; font-weight: 700; line-height: 1; } .strip a:hover { text-decoration: none; box-shadow: inset 0 0 0 1px currentcolor; }
.strip .part { border: 1px dashed; } .strip .pass { background: var(--pass-wash); color: var(--pass); } .strip .fail { background: var(--fail-wash); color: var(--fail); } .strip .inconclusive { background: var(--open-wash); color: var(--open); }
.runs td { vertical-align: baseline; } .runs .reason { width: 99%; min-width: 240px; } .runs .reason a { color: var(--text); } .runs .reason a:hover { color: var(--link); } .runs small { display: block; color: var(--quiet); font-size: 12.5px; } .up { color: var(--fail); } .down { color: var(--pass); }
#evidence-age td:nth-child(3) { width: auto; } footer a { text-decoration: underline; text-underline-offset: 2px; } .more { display: flex; gap: 20px; padding: 14px 0 0; } .note { border-left: 3px solid var(--open); background: var(--open-wash); padding: 10px 14px; margin-bottom: 28px; overflow-wrap: anywhere; } .note.go { border-color: var(--link); background: var(--raised); }
@media (max-width: 720px) { .strips > li { grid-template-columns: 1fr max-content; } .strips .strip { grid-column: 1 / -1; grid-row: 2; margin-top: 7px; } .runs thead { display: none; } .runs tr { display: grid; grid-template-columns: max-content 1fr max-content; gap: 0 12px; padding: 9px 0; border-bottom: 1px solid var(--line); } .runs td { border: 0; padding: 0; } .runs .reason { grid-column: 1 / -1; min-width: 0; } .runs .opt { display: none; } #not-imported code { overflow-wrap: anywhere; } #not-imported .nowrap { white-space: normal; } #not-imported .wide { min-width: 0; width: 60%; } }
`;

/** The pages run no script and load nothing. */
export const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Where the same stands as JSON. */
  readonly json: string;
  readonly version: string;
}

export function page({ title, body, json, version }: Page): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="generator" content="assay ${version}">
<title>${title}</title><style>${raw(style)}</style></head>
<body><a class="skip" href="#main">Skip to the content</a>
<header class="bar"><div><a class="brand" href="/">assay <span>history</span></a><nav aria-label="Service"><a href="/">Runs</a><a href="/healthz">Health</a><a href="/metrics">Metrics</a></nav></div></header>
<main id="main" class="page">${body}
<footer>assay ${version} · <a href="${json}">this page as JSON</a> · times are UTC</footer></main></body></html>
`.html;
}

export function when(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time>`;
}
