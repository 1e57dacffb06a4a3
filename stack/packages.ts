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
    names: { 'redis-server': ['redis-server'], jdk: ['default-jdk-headless'], maven: ['maven'], chromium: ['chromium'], engine: ['docker.io'], compose: ['docker-compose-v2'] },
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
  if (ids.some((id) => ['debian', 'ubuntu'].includes(id))) return managers.apt;
  if (ids.some((id) => ['fedora', 'rhel', 'centos'].includes(id))) return managers.dnf;
  if (ids.includes('alpine')) return managers.apk;
  return ids.includes('arch') ? managers.pacman : undefined;
}

export function thisManager(): Manager | undefined {
  try {
    return managerOf(readFileSync('/etc/os-release', 'utf8'), process.platform);
  } catch {
    return managerOf('', process.platform);
  }
}

/** The command that installs parts here, in words for people; says plainly when the system is not known. */
export function installCommand(parts: readonly Part[], manager = thisManager()): string | undefined {
  const packages = manager && parts.flatMap((part) => manager.names[part]);
  return manager?.command(packages ?? []).map((words) => words.join(' ')).join(' && ');
}

export function installHint(part: Part): string {
  const command = installCommand([part]);
  return command === undefined ? `this system's package manager is not known to assay, so please install ${part} yourself` : `install it with: ${command}`;
}
