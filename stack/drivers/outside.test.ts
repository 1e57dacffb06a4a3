import { describe, expect, it } from 'vitest';
import { FaultError } from '../../core/fault.ts';
import type { ThirdParty } from '../driver.ts';
import { chooseOutside, throughOutside, type Outside } from './outside.ts';
import { asDocument } from '../model/normalise.ts';
import type { Model } from '../model/types.ts';
import { generate } from './compose/generate.ts';
import { givenTo, withOutside } from './compose/outside.ts';
import { tappable } from './compose/taps.ts';

const given = {
  api: { MODEL_URL: 'https://user:word@api.models.example.com/v1?key=a$b', NAME: 'api.models.example.com' },
  worker: { MODEL_URL: 'https://api.models.example.com/v2', RATES_URL: 'http://[::1]:8090' },
  other: { RATES_URL: 'nothing' },
};
const chosen = (thirdParties: readonly ThirdParty[], running: Readonly<Record<string, Readonly<Record<string, string>>>> = given): Promise<readonly Outside[]> => chooseOutside({ root: '/p', taps: true, thirdParties }, running, given, []);
const refusal = (thirdParties: readonly ThirdParty[]): Promise<string> => chosen(thirdParties).then(() => 'nothing', (error: unknown) => (error instanceof FaultError ? `${error.fault.code}: ${error.fault.what}` : String(error)));

describe('third parties', () => {
  it('are found by their variable, in every service that is given it', async () => {
    const [model, rates] = await chosen([{ name: 'model', variable: 'MODEL_URL' }, { name: 'rates', variable: 'RATES_URL', services: ['worker'] }]);
    expect(model).toMatchObject({ services: ['api', 'worker'], upstream: { host: 'api.models.example.com', port: 443, secure: true }, tap: { store: 'third party model', kind: 'http' } });
    expect(rates).toMatchObject({ services: ['worker'], upstream: { host: '::1', port: 8090, secure: false } });
    expect(new Set([model, rates].flatMap((each) => [each?.tap.data.port, each?.tap.control.port])).size).toBe(4);
  });

  it('are not tapped where nobody runs that is given the variable, or no tap is wanted', async () => {
    expect(await chosen([{ name: 'model', variable: 'MODEL_URL' }], { other: {} })).toEqual([]);
    expect(await chooseOutside({ root: '/p', taps: false, thirdParties: [{ name: 'none', variable: 'NONE' }] }, given, given, [])).toEqual([]);
  });

  it('are refused where the variable is unknown, no address, or two addresses', async () => {
    expect(await refusal([{ name: 'a', variable: 'NONE' }])).toBe('config-invalid: proof.thirdParties names a, but no service is given NONE');
    expect(await refusal([{ name: 'a', variable: 'MODEL_URL', services: ['other'] }])).toContain('none of other is given MODEL_URL');
    expect(await refusal([{ name: 'a', variable: 'NAME' }])).toContain('NAME of api is no http or https address');
    expect(await refusal([{ name: 'a', variable: 'RATES_URL' }])).toContain('is no http or https address');
    expect(await chosen([{ name: 'a', variable: 'U' }], { one: { U: 'http://x:1' }, two: { U: 'http://x:2' } }).catch((error: unknown) => String(error))).toContain('no service is given U');
  });

  it('give way to their tap in the address alone', async () => {
    const outside = await chosen([{ name: 'model', variable: 'MODEL_URL' }]);
    expect(throughOutside('api', given.api, outside, () => ({ host: '127.0.0.1', port: 9 }))).toEqual({ MODEL_URL: 'http://user:word@127.0.0.1:9/v1?key=a$b', NAME: 'api.models.example.com' });
    expect(throughOutside('other', given.other, outside, () => ({ host: '127.0.0.1', port: 9 }))).toEqual(given.other);
  });
});

describe('in containers', () => {
  const services = {
    api: { image: 'mine', environment: { MODEL_URL: 'https://api.models.example.com/v1?key=a$$b', LEFT: 'a', WORD: 'b$$$$c' }, networks: { inner: { aliases: ['front'], priority: 3 } }, extra_hosts: ['api.models.example.com=10.0.0.1'], depends_on: ['db'] },
    worker: { image: 'mine', environment: { MODEL_URL: 'https://api.models.example.com' } },
    alone: { image: 'mine', network_mode: 'host', environment: { MODEL_URL: 'https://api.models.example.com' } },
    db: { image: 'postgres:17' },
    'tap-third-party-model': { image: 'mine' },
  };
  const model: Model = { file: '/p/compose.yml', services: {}, document: asDocument({ services, networks: { inner: {} } }), by: 'compose' };
  const plain = generate(model, { root: '/p', project: 'assay-r', labels: {}, without: [], stores: ['db'], addresses: [] });

  it('a tap stands in the networks of those that call, under a name of its own', async () => {
    const running = Object.fromEntries(Object.entries(givenTo(plain)).filter(([name]) => tappable(model, name)));
    expect(Object.keys(running)).not.toContain('alone');
    const outside = await chooseOutside({ root: '/p', taps: true, thirdParties: [{ name: 'model', variable: 'MODEL_URL' }] }, running, running, []);
    const made = withOutside(plain, outside, { image: 'assay/tap:1', labels: { run: 'r' } });
    const name = 'tap-third-party-model-origin';
    expect(made.beside).toEqual([name]);
    const all = asDocument(made.document.services);
    expect(all.api).toMatchObject({ environment: { MODEL_URL: `http://${name}:8080/v1?key=a$$b`, LEFT: 'a', WORD: 'b$$$$c' }, depends_on: { db: {}, [name]: { condition: 'service_started' } } });
    expect(all.worker).toMatchObject({ environment: { MODEL_URL: `http://${name}:8080` } });
    expect(all.alone).toEqual(asDocument(plain.document.services).alone);
    expect(all[name]).toMatchObject({ image: 'assay/tap:1', networks: { inner: { priority: 3 }, default: {} }, extra_hosts: ['api.models.example.com=10.0.0.1'], labels: { run: 'r', 'dev.assay.service': 'tap of third party model' } });
    expect(JSON.stringify(all[name])).not.toContain('front');
    expect(JSON.parse(String(asDocument(asDocument(all[name]).environment).ASSAY_TAP))).toMatchObject({ store: 'third party model', kind: 'http', upstream: { host: 'api.models.example.com', port: 443, secure: true } });
  });

  it('nothing changes without one', () => {
    expect(withOutside(plain, [], { image: '', labels: {} })).toBe(plain);
  });
});
