import { foldRun, type RunView } from '../core/fold.ts';
import { fault, FaultError } from '../core/fault.ts';
import type { Digest, Finding } from '../core/types.ts';
import { findRun, readEvents } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { visible } from '../reports/words/visible.ts';
import { paint, say } from './say.ts';

/** `assay show RUN`, `RUN#N`, `RUN#DIGEST`: readable on a terminal, JSON bodies indented. */
export async function runShow(what: string, root: string): Promise<number> {
  const [name = 'latest', part] = what.split('#');
  const { id, folder } = findRun(root, name || 'latest');
  const view = foldRun(readEvents(folder));
  if (part === undefined) say(visible(contents(id, view)));
  else if (/^\d+$/.test(part)) say(finding(findingOf(view, Number(part), id), folder));
  else say(visible(evidence(view, part, folder)));
  return 0;
}

function contents(id: string, view: RunView): string {
  const lines = view.evidence.map(({ probe, ref }) => `  ${ref.digest.slice(0, 19)}  ${ref.kind.padEnd(20)} ${probe}  ${ref.subject}  ${ref.bytes} B`);
  const findings = view.findings.map((each) => `  #${each.number}  ${each.severity}  ${each.check}  ${each.what}`);
  return [`run ${id}: ${view.verdict} · ${view.gate.reason}`, '', 'findings', ...(findings.length > 0 ? findings : ['  none']), '', 'evidence', ...lines].join('\n');
}

function findingOf(view: RunView, number: number, id: string): Finding {
  const found = view.findings.find((each) => each.number === number);
  if (!found) throw new FaultError(fault('usage', `the run ${id} has no finding ${number}; assay show ${id} lists them`));
  return found;
}

/** Expected, found, where, evidence, fix: in that order. */
function finding(raw: Finding, folder: string): string {
  const one = JSON.parse(JSON.stringify(raw), (_, value: unknown) => (typeof value === 'string' ? visible(value) : value)) as Finding;
  const { bold, dim, red } = paint(process.stdout);
  const at = one.location;
  return [
    `${bold(red(one.severity))} ${bold(one.what)}`,
    dim(`${one.check} · ${one.category} · ${one.confidence} · fingerprint ${one.fingerprint}`),
    '', one.why,
    ...(one.expected !== undefined ? ['', `expected  ${one.expected}`] : []),
    ...(one.found !== undefined ? [`found     ${one.found}`] : []),
    ...(at ? ['', `where     ${at.uri}${at.line === undefined ? '' : `:${at.line}`}`] : []),
    ...(one.frame ? ['', ...one.frame.lines.map((line, index) => frameLine(line, one, index))] : []),
    ...(one.path && one.path.length > 0 ? ['', 'path', ...one.path.map((step) => `  ${step.role.padEnd(6)} ${step.uri}${step.line === undefined ? '' : `:${step.line}`}  ${step.label}`)] : []),
    ...(one.reproduce && one.reproduce.length > 0 ? ['', 'reproduce', ...one.reproduce.map((each) => `  ${each}`)] : []),
    ...(one.evidence && one.evidence.length > 0 ? ['', 'evidence', ...one.evidence.map((digest) => `  ${new EvidenceStore(folder).path(digest)}`)] : []),
    ...(one.confirmedBy !== undefined ? ['', `confirmed by the live proof: ${one.confirmedBy}`] : []),
    ...(one.refutedBy !== undefined ? ['', `refuted by the live proof: ${one.refutedBy}`] : []),
    '', `fix       ${one.fix}`,
    ...(one.waiver ? ['', `waived by ${one.waiver.owner} until ${one.waiver.expires}: ${one.waiver.reason}`] : []),
  ].join('\n');
}

function frameLine(line: string, { frame }: Finding, index: number): string {
  const number = (frame?.firstLine ?? 1) + index;
  return `${number === frame?.mark ? '>' : ' '} ${String(number).padStart(5)} │ ${line}`;
}

function evidence(view: RunView, part: string, folder: string): string {
  const wanted = part.replace(/^sha256[:-]?/, '');
  const found = view.evidence.find(({ ref }) => wanted.length >= 4 && ref.digest.slice('sha256:'.length).startsWith(wanted));
  if (!found) throw new FaultError(fault('usage', `no evidence of this run begins with ${part}; assay show lists it`));
  const { ref, probe } = found;
  const head = `${ref.kind} by ${probe} of ${ref.subject} at ${ref.at}`;
  return `${head}\n${ref.mediaType === undefined ? JSON.stringify(bodyOf(folder, ref.digest), undefined, 2) : new EvidenceStore(folder).path(ref.digest)}`;
}

function bodyOf(folder: string, digest: Digest): unknown {
  return new EvidenceStore(folder).json(digest);
}
