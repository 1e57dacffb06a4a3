import { describe, expect, it } from 'vitest';
import { ownByText } from './own.ts';

describe('what somebody runs by hand', () => {
  const errand = "const { Client } = require('pg');\nasync function checkTask() { const c = new Client({ host: 'localhost', password: 'postgres' }); }\ncheckTask().catch(console.error);\n";
  it.each(['backend/check-latest-task.js', 'fix-rows.ts', 'api-tools/create-test-org.mjs'])('%s', (path) => expect(ownByText(errand, path)).toBe('script'));
  it.each(['backend/src/check-latest-task.js', 'backend/task.js', 'server/create-order.js'])('not %s', (path) => expect(ownByText(errand, path)).toBeUndefined());
  it('not what others import, nor what listens', () => {
    expect(ownByText(`${errand}module.exports = { checkTask };\n`, 'backend/check-latest-task.js')).toBeUndefined();
    expect(ownByText(`${errand}app.listen(3000);\n`, 'backend/check-latest-task.js')).toBeUndefined();
  });
});
