import type { Fault, Location } from './types.ts';

/** Every kind of trouble that the harness can meet: its exit code and what to do about it. 2 is the user's to mend in arguments or files; 3 is the world, or us. */
const faults = {
  'node-too-old': { exit: 3, fix: 'Install Node 22.22 or newer, or run assay through npm in a project that pins it.' },
  'usage': { exit: 2, fix: 'See assay --help.' },
  'config-missing': { exit: 2, fix: 'Run assay init in the platform’s folder, or name the folder with -C.' },
  'config-invalid': { exit: 2, fix: 'Correct that line of the configuration.' },
  'path-missing': { exit: 2, fix: 'Check the spelling; paths are relative to the folder given with -C.' },
  'unit-invalid': { exit: 2, fix: 'A unit is one file whose default export comes from defineRule, defineCheck, defineFlow or defineScenario, named as its id.' },
  'compose-invalid': { exit: 2, fix: 'Correct the compose file; docker compose config shows the same.' },
  'compose-refused': { exit: 2, fix: 'Take it out, or allow it by name under stack.allow in the configuration.' },
  'selection-empty': { exit: 2, fix: 'Nothing carries that name; assay gate --list shows what there is.' },
  'run-missing': { exit: 2, fix: 'ls .assay/runs shows the runs that are kept.' },
  'part-missing': { exit: 3, fix: 'Run that shard too, and merge again.' },
  'run-unreadable': { exit: 3, fix: 'The run was written by another version or cut off; run the gate again.' },
  'engine-absent': { exit: 3, fix: 'Start a container engine, or let assay doctor say what is missing.' },
  'tool-missing': { exit: 3, fix: 'assay doctor names it and the command that installs it.' },
  'port-taken': { exit: 3, fix: 'Stop what listens there, or let assay choose a free port.' },
  'boot-failed': { exit: 3, fix: 'The service’s own last lines are above; mend the service, then run again.' },
  'store-refused': { exit: 3, fix: 'Check the credentials that the stack gives to the store and to the platform.' },
  'snapshot-failed': { exit: 3, fix: 'Nothing was changed; give the store room and the platform’s user the rights that the words ask for, or leave the checks that change data out.' },
  'restore-failed': { exit: 3, fix: 'The undo is kept: run again, and the store is put back first, or take the stack down with assay down.' },
  'browser-missing': { exit: 3, fix: 'Install Chromium (assay doctor --fix does) or set ASSAY_BROWSER to its path.' },
  'login-failed': { exit: 3, fix: 'Check api.login in the configuration: path, body, and where the token stands in the answer.' },
  'probe-failed': { exit: 3, fix: 'Its cause is printed with it; assay show RUN has the evidence so far.' },
  'probe-timeout': { exit: 3, fix: 'The last attempt’s own error is printed with it.' },
  'nothing-examined': { exit: 3, fix: 'Give the check something to look at, or leave it out by a profile; nothing examined is never a pass.' },
  'judge-failed': { exit: 3, fix: 'This is a bug in the check; assay judge RUN repeats it.' },
  'evidence-unwritable': { exit: 3, fix: 'Make room or write access for .assay, then run again; what was sealed before is kept.' },
  'evidence-altered': { exit: 3, fix: 'The file is not what was sealed; run the gate again.' },
  'reporter-failed': { exit: 3, fix: 'The other reports were written; assay report RUN repeats this one.' },
  'history-unwritable': { exit: 3, fix: 'Check the service’s database; the run itself is kept under .assay/runs.' },
  'teardown-failed': { exit: 3, fix: 'assay down removes what carries our label.' },
  'service-exited': { exit: 3, fix: 'The service’s own last lines are printed with it.' },
  'interrupted': { exit: 3, fix: 'Nothing is left running; start again when ready.' },
  'internal': { exit: 3, fix: 'This is a bug in assay; please report it with the run’s folder.' },
} as const satisfies Record<string, { exit: 2 | 3; fix: string }>;

export type FaultCode = keyof typeof faults;

/** Makes a fault of the table. `what` is one line without its code; `cause` keeps the original error's words. */
export function fault(code: FaultCode, what: string, more: { readonly where?: Location; readonly cause?: unknown; readonly fix?: string } = {}): Fault {
  const { exit, fix } = faults[code];
  return {
    code, exit, what,
    fix: more.fix ?? fix,
    ...(more.where && { where: more.where }),
    ...(more.cause !== undefined && { cause: causeText(more.cause) }),
  };
}

/** Carries a fault through code that throws; it is caught at the edge of the engine and becomes data again. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(data: Fault) {
    super(data.what);
    this.name = 'FaultError';
    this.fault = data;
  }
}

/** The fault inside an error, or a new one of the given code around it. */
export function asFault(error: unknown, code: FaultCode, what: string): Fault {
  return error instanceof FaultError ? error.fault : fault(code, what, { cause: error });
}

/** An error's message with those of its causes, one line each at most 500 characters. */
export function causeText(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current !== undefined && current !== null; depth++) {
    const text = current instanceof Error ? messageOf(current) : String(current);
    if (text && !parts.includes(text)) parts.push(text);
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join('; because ').slice(0, 500);
}

/** AggregateError (a refused connection on both address families) has an empty message of its own. */
function messageOf(error: Error): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map((each) => (each instanceof Error ? each.message : String(each))))].join(', ');
  }
  return error.message || error.name;
}
