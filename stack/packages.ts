import { readFileSync } from 'node:fs';

/** What assay can ask a system for. */
export type Part = 'redis-server' | 'jdk' | 'maven' | 'chromium' | 'engine' | 'compose';
export interface Manager {
  readonly id: 'apt' | 'dnf' | 'apk' | 'pacman' | 'brew';
  readonly command: (packages: readonly string[]) => readonly (readonly string[])[];
  readonly names: Readonly<Record<Part, readonly string[]>>;
}

const managers: Readonly<Record<Manager['id'], Manager>> = {
  apt: {
    id: 'apt', command: (packages) => [['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]],
    names: { 'redis-server': ['redis-server'], jdk: ['default-jdk-headless'], maven: ['maven'], chromium: ['chromium'], engine: ['docker.io'], compose: ['docker-compose'] },
  },
  dnf: {
    id: 'dnf', command: (packages) => [['dnf', 'install', '-y', ...packages]],
    names: { 'redis-server': ['redis'], jdk: ['java-17-openjdk-devel'], maven: ['maven'], chromium: ['chromium'], engine: ['moby-engine'], compose: ['docker-compose'] },
  },
  apk: {
    id: 'apk', command: (packages) => [['apk', 'add', '--no-cache', ...packages]],
    names: { 'redis-server': ['redis'], jdk: ['openjdk17'], maven: ['maven'], chromium: ['chromium'], engine: ['docker'], compose: ['docker-cli-compose'] },
  },
  pacman: {
    id: 'pacman', command: (packages) => [['pacman', '-S', '--noconfirm', ...packages]],
    names: { 'redis-server': ['redis'], jdk: ['jdk17-openjdk'], maven: ['maven'], chromium: ['chromium'], engine: ['docker'], compose: ['docker-compose'] },
  },
  brew: {
    id: 'brew', command: (packages) => [['brew', 'install', ...packages]],
    names: { 'redis-server': ['redis'], jdk: ['openjdk@17'], maven: ['maven'], chromium: ['chromium'], engine: ['colima', 'docker'], compose: ['docker-compose'] },
  },
};

/** Which package manager a system has, by the words of its /etc/os-release; undefined when we do not know it. */
export function managerOf(osRelease: string, platform: NodeJS.Platform): Manager | undefined {
  if (platform === 'darwin') return managers.brew;
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((found) => (found[1] ?? '').split(/\s+/));
  if (ids.includes('ubuntu')) return withCompose(managers.apt, ['docker-compose-v2']);
  // Debian's own Compose is version 2 from trixie on; the one of bookworm is version 1, which is no use.
  if (ids.includes('debian')) return Number(/^VERSION_ID="?(\d+)/m.exec(osRelease)?.[1] ?? 99) < 13 ? withCompose(managers.apt, []) : managers.apt;
  if (ids.some((id) => ['fedora', 'rhel', 'centos'].includes(id))) return managers.dnf;
  if (ids.includes('alpine')) return managers.apk;
  return ids.includes('arch') ? managers.pacman : undefined;
}

function withCompose(manager: Manager, compose: readonly string[]): Manager {
  return { ...manager, names: { ...manager.names, compose } };
}

export function thisManager(): Manager | undefined {
  try {
    return managerOf(readFileSync('/etc/os-release', 'utf8'), process.platform);
  } catch {
    return managerOf('', process.platform);
  }
}

/** The commands that install parts here; undefined when the system, or one of the parts in it, is not known. */
export function installCommands(parts: readonly Part[], manager: Manager | undefined): readonly (readonly string[])[] | undefined {
  if (!manager || parts.length === 0 || parts.some((part) => manager.names[part].length === 0)) return undefined;
  return manager.command([...new Set(parts.flatMap((part) => manager.names[part]))]);
}

export function installHint(part: Part, manager: Manager | undefined): string {
  const commands = installCommands([part], manager);
  if (commands) return `install it with: ${commands.map((words) => words.join(' ')).join(' && ')}`;
  return manager ? `this system’s packages have no ${part} that fits, so please install it yourself` : `this system’s package manager is not known to assay, so please install ${part} yourself`;
}
