import { describe, expect, it } from 'vitest';
import { installCommands, installHint, managerOf } from './packages.ts';

const bookworm = 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
const trixie = 'VERSION_ID="13"\nID=debian\n';

describe('managerOf', () => {
  it.each([
    [bookworm, 'apt'], ['ID=ubuntu\nID_LIKE=debian\n', 'apt'], ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt'], ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf'],
    ['ID=alpine\n', 'apk'], ['ID=arch\n', 'pacman'], ['ID=plan9\n', undefined], ['', undefined],
  ])('%j has %s', (release, id) => expect(managerOf(release, 'linux')?.id).toBe(id));

  it('knows macOS', () => expect(managerOf('', 'darwin')?.id).toBe('brew'));
});

describe('installCommands', () => {
  it('installs several parts by one command', () => {
    expect(installCommands(['redis-server', 'maven', 'redis-server'], managerOf(bookworm, 'linux'))).toEqual([
      ['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server', 'maven'],
    ]);
  });

  it('does not offer a Compose that is too old', () => {
    expect(installCommands(['compose'], managerOf(bookworm, 'linux'))).toBeUndefined();
    expect(installHint('compose', managerOf(bookworm, 'linux'))).toContain('no compose that fits');
    expect(installHint('compose', managerOf(trixie, 'linux'))).toContain('docker-compose');
  });

  it('says plainly that it does not know a system', () => {
    expect(installHint('redis-server', managerOf('ID=plan9\n', 'linux'))).toBe('this system’s package manager is not known to assay, so please install redis-server yourself');
  });
});
