import { describe, expect, it } from 'vitest';
import { serviceModel } from './normalise.ts';

describe('serviceModel', () => {
  it('reads short and long forms alike', () => {
    const short = serviceModel('a', {
      image: 'x', command: 'node "a b.js" --port 80', environment: ['A=1', 'B=$$5=', 'PASSED_ON'], depends_on: ['db'],
      ports: ['8080:80', '127.0.0.1:9000-9001:9000-9001/tcp', 7000], volumes: ['./data:/data:ro', 'named:/var', '/anonymous'],
    }, '/platform');
    const long = serviceModel('a', {
      image: 'x', command: ['node', 'a b.js', '--port', '80'], environment: { A: 1, B: '$$5=', PASSED_ON: null }, depends_on: { db: { condition: 'service_started' } },
      ports: [{ target: 80, published: '8080' }, { target: 9000, published: '9000', host_ip: '127.0.0.1' }, { target: 9001, published: 9001 }, { target: 7000 }],
      volumes: [{ type: 'bind', source: '/platform/data', target: '/data', read_only: true }, { type: 'volume', source: 'named', target: '/var' }, { type: 'volume', target: '/anonymous' }],
    }, '/platform');
    expect(short).toEqual(long);
    expect(short.environment).toEqual({ A: '1', B: '$5=' });
    expect(short.ports.map((each) => [each.target, each.published])).toEqual([[80, 8080], [9000, 9000], [9001, 9001], [7000, undefined]]);
  });

  it('has no health check where it is turned off', () => {
    expect(serviceModel('a', { healthcheck: { disable: true, test: ['CMD', 'x'] } }, '/').healthcheck).toBeUndefined();
    expect(serviceModel('a', { healthcheck: { test: ['NONE'] } }, '/').healthcheck).toBeUndefined();
    expect(serviceModel('a', { healthcheck: { test: 'curl x' } }, '/').healthcheck).toEqual(['CMD-SHELL', 'curl x']);
  });
});
