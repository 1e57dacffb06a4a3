import { expect, test } from 'vitest';
import { emptyReport, platform, ports } from '../../../test/platform.ts';
import { outOfView } from './out-of-view.ts';

const service = (name: string): { name: string; state: 'ready'; addresses: Record<string, string> } => ({ name, state: 'ready', addresses: {} });
const environment = {
  api: { MODEL_URL: 'https://key@api.models.example.com/v1', RATES_URL: 'http://rates.example.org', DATABASE_URL: 'postgres://db.example.com/x', OTHER_URL: 'http://worker:4000', HERE: 'http://127.0.0.1:4000', PUBLIC_URL: 'https://we.example.com', CORS_ORIGIN: 'https://we.example.com' },
  worker: { MODEL_URL: 'https://api.models.example.com/v1' },
};
const { stack } = ports(platform(undefined), { environment, report: { ...emptyReport, services: [service('api'), service('worker')] } });

test('hosts of others that are given and not declared are said, each once', () => {
  expect(outOfView(stack, ['RATES_URL'])).toEqual(['what api, worker may fetch from api.models.example.com (MODEL_URL) is out of view: proof.thirdParties of the configuration does not name it']);
});

test('nothing is said where all is declared, or nobody else is known', () => {
  expect(outOfView(stack, ['RATES_URL', 'MODEL_URL'])).toEqual([]);
  expect(outOfView(ports(platform(undefined)).stack, [])).toEqual([]);
});
