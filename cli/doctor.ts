import { execFileSync } from 'node:child_process';
import { createColors } from 'picocolors';
import { run } from '../stack/exec.ts';
import { judge, probe } from '../stack/doctor.ts';
import type { Item } from '../stack/doctor.ts';
import { installCommands, thisManager } from '../stack/packages.ts';
import type { Part } from '../stack/packages.ts';
import { colours, say } from './say.ts';

export interface Needs {
  /** The platform's folder: where downloads and evidence will lie. */
  readonly root: string;
  readonly browser: boolean;
  /** A Neo4j. */
  readonly graph: boolean;
  /** The native driver is wanted although containers could be had (the tests run both). */
  readonly native: boolean;
}
export interface Mended {
  /** What was installed. */
  readonly installed: readonly string[];
  /** What has to be done by hand, as commands or words; empty when nothing is left. */
  readonly byHand: readonly string[];
}
export interface DoctorOptions {
  readonly cwd: string;
  readonly fix: boolean;
}

const installMs = 15 * 60_000;
const keptLines = 10;

/** What this machine has and lacks for runs with these needs. */
export async function diagnose(needs: Needs): Promise<readonly Item[]> {
  return judge(await probe(needs.root, await browserVersion()), needs, thisManager());
}

/**
 * Installs the needed parts that are missing, with the system's package manager, and says what it does. Only root installs; another user gets the commands.
 * An engine is never installed unasked: a stack runs natively without one.
 */
export async function fix(items: readonly Item[], tell: (line: string) => void = say): Promise<Mended> {
  const missing = items.filter((each) => each.needed && each.state !== 'ok');
  const parts = missing.flatMap((each): readonly Part[] => (each.part ? [each.part] : []));
  const commands = installCommands(parts, thisManager());
  const others = missing.filter((each) => !each.part || !commands).flatMap((each) => (each.mend === undefined ? [] : [`${each.name}: ${each.mend}`]));
  if (!commands || parts.length === 0) return { installed: [], byHand: others };
  if (process.getuid?.() !== 0) return { installed: [], byHand: [...others, ...commands.map((words) => `sudo ${words.join(' ')}`)] };
  for (const [program = '', ...args] of commands) {
    tell(`assay installs: ${[program, ...args].join(' ')}`);
    const ran = await run(program, args, { env: { ...stringsOf(process.env), DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: installMs });
    if (ran.code !== 0) return { installed: [], byHand: [...others, `${[program, ...args].join(' ')} ended with exit code ${ran.code}: ${(ran.stdout + ran.stderr).trim().split('\n').slice(-keptLines).join('\n')}`] };
  }
  return { installed: missing.filter((each) => each.part).map((each) => each.name), byHand: others };
}

/** The items as text: state, name, version, purpose, and below each troubled one what it means and what mends it. */
export function renderDoctor(items: readonly Item[], { columns, colour }: { readonly columns: number; readonly colour: boolean }): string {
  const { green, red, yellow, dim, bold } = createColors(colour);
  const names = Math.max(...items.map((each) => each.name.length));
  return items.map((item) => {
    const word = item.state === 'ok' ? 'ok' : item.needed ? item.state : 'absent';
    const mark = { ok: green, missing: red, unfit: red, absent: yellow }[word](word.padEnd(8));
    const indent = ' '.repeat(2 + 8);
    const head = `  ${mark}${bold(item.name.padEnd(names + 2))}${item.found === undefined ? '' : `${item.found}  `}`;
    const lines = [...wrapped(item.purpose, columns - indent.length), ...(item.trouble ? wrapped(`${capital(item.trouble)}.`, columns - indent.length) : [])].map((line) => dim(`${indent}${line}`));
    // A command is never broken: it is there to be copied.
    return [head.trimEnd(), ...lines, ...(item.mend ? [`${indent}${capital(item.mend)}`] : [])].join('\n');
  }).join('\n') + '\n';
}

/**
 * What `npm run demo` and `npm test` do first: as root the missing parts are installed, saying which; anybody else is told the commands, and what
 * cannot run without them is unproven. Tells nothing when nothing is missing.
 */
export async function prepareMachine(needs: Needs, tell: (line: string) => void): Promise<void> {
  const { byHand } = await fix(await diagnose(needs), tell);
  if (byHand.length > 0) tell(`Missing here; what needs it will be unproven. To install it:\n${byHand.map((line) => `  ${line}`).join('\n')}`);
}

/** `assay doctor [--fix]`: 0 when every needed thing is there, else 3. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const needs: Needs = { root: options.cwd, browser: true, graph: true, native: options.fix };
  const show = (items: readonly Item[]): void => say(renderDoctor(items, { columns: process.stdout.columns || 100, colour: colours(process.stdout) }));
  const items = await diagnose(needs);
  if (!options.fix) {
    show(items);
    return items.some((each) => each.needed && each.state !== 'ok') ? 3 : 0;
  }
  const { installed, byHand } = await fix(items);
  const after = installed.length > 0 ? await diagnose(needs) : items;
  show(after);
  if (installed.length > 0) say(`Installed: ${installed.join(', ')}.`);
  if (byHand.length > 0) say(`Left to do:\n${byHand.map((line) => `  ${line}`).join('\n')}`);
  return after.some((each) => each.needed && each.state !== 'ok') ? 3 : 0;
}

/** The browser's home is loaded only when it is asked for. */
async function browserVersion(): Promise<string | undefined> {
  const { findBrowser } = await import('../e2e/probes/browser.ts');
  const path = findBrowser();
  if (path === undefined) return undefined;
  try {
    return `${/\d+[\d.]*/.exec(execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] }))?.[0] ?? ''} (${path})`;
  } catch {
    return undefined;
  }
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= Math.max(20, width)) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value ?? '']));
}
