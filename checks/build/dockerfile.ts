/** What a Dockerfile hands to the command that builds the page. */
export interface ImageBuild {
  /** Whether a command that builds was recognised; without one nothing follows from what it receives. */
  readonly builds: boolean;
  /** Names that the building command has in its environment, with the default that the file gives them. */
  readonly receives: Readonly<Record<string, string | undefined>>;
}

interface Stage {
  readonly name: string | undefined;
  readonly parent: Stage | undefined;
  readonly variables: Map<string, string | undefined>;
}

const builder = /\b(npm|pnpm|yarn|bun|npx|bunx|turbo|nx|make|node)\b[^&|;]*\bbuild\b|\b(vite|next|nuxt|astro|ng|vue-cli-service|react-scripts|remix|svelte-kit)\s+(build|generate|export)\b/;

/**
 * Follows `FROM`, `ARG`, `ENV` and `RUN` as the builder does: an argument counts from its line on, in its own stage and in stages made from that one.
 * Arguments before the first `FROM` reach no command.
 */
export function readDockerfile(text: string): ImageBuild {
  const stages: Stage[] = [];
  let found: ImageBuild = { builds: false, receives: {} };
  for (const line of instructions(text)) {
    const [, word = '', rest = ''] = /^(\w+)\s+([\s\S]*)$/.exec(line) ?? [];
    const stage = stages.at(-1);
    const instruction = word.toUpperCase();
    if (instruction === 'FROM') stages.push(stageOf(rest, stages));
    else if (!stage) continue;
    else if (instruction === 'ARG') for (const [name, value] of argumentsOf(rest)) stage.variables.set(name, value ?? valueIn(stage, name));
    else if (instruction === 'ENV') for (const [name, value] of pairsOf(rest)) stage.variables.set(name, resolved(value, stage));
    else if (instruction === 'RUN' && builder.test(rest)) found = { builds: true, receives: Object.fromEntries(all(stage)) };
  }
  return found;
}

/** Lines without comments, with continued ones joined. */
function instructions(text: string): readonly string[] {
  return text.split('\n').filter((line) => !/^\s*#/.test(line)).join('\n').replaceAll(/\\\s*\n/g, ' ').split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function stageOf(rest: string, stages: readonly Stage[]): Stage {
  const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
  const parent = stages.find((stage) => stage.name !== undefined && stage.name === words[0]?.toLowerCase());
  return { name: words[1]?.toLowerCase() === 'as' ? words[2]?.toLowerCase() : undefined, parent, variables: new Map() };
}

function argumentsOf(rest: string): readonly (readonly [string, string | undefined])[] {
  return rest.split(/\s+(?=\w+(?:=|\s|$))/).map((each) => {
    const [name = '', ...value] = each.split('=');
    return [name, value.length > 0 ? unquoted(value.join('=')) : undefined];
  });
}

/** `ENV A=1 B="x y"`, or the old `ENV A 1`. */
function pairsOf(rest: string): readonly (readonly [string, string])[] {
  if (!/^\w+=/.test(rest)) {
    const [name = '', ...value] = rest.split(/\s+/);
    return [[name, value.join(' ')]];
  }
  return [...rest.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)].map((match) => [match[1] ?? '', unquoted(match[2] ?? '')]);
}

/** `ENV X=$X` hands an argument on: it has the argument's default, which may be none. */
function resolved(value: string, stage: Stage): string | undefined {
  const name = /^\$\{?(\w+)\}?$/.exec(value)?.[1];
  return name === undefined ? value : valueIn(stage, name);
}

function valueIn(stage: Stage, name: string): string | undefined {
  return stage.variables.get(name) ?? (stage.parent && valueIn(stage.parent, name));
}

function all(stage: Stage): readonly (readonly [string, string | undefined])[] {
  return [...(stage.parent ? all(stage.parent) : []), ...stage.variables];
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
