/** The browser driver's own words for a locator that never came, with what it waited for. */
const waitedInVain = /^[\w.]+: Timeout (\d+)ms exceeded\.?(?:, waiting for (.*))?$/s;
const longestLocator = 160;

/** Why a step stopped, for someone who never saw the driver's messages; one that is not known is given as it is. */
export function stopReason(error: string | undefined): string {
  if (error === undefined || error === '') return 'it failed without a message';
  const [, ms, waited] = waitedInVain.exec(error) ?? [];
  if (ms === undefined) return error;
  const seconds = `${Number(ms) / 1000} s`;
  return waited === undefined ? `nothing came of it within ${seconds}` : `what it waits for did not appear within ${seconds}: ${elementOf(waited)}`;
}

/** `locator('[data-testid="total"]') to be visible` → `[data-testid="total"]`. */
function elementOf(waited: string): string {
  const selector = /^locator\('(.*?)'\)/s.exec(waited)?.[1] ?? waited.replace(/ to be \w+$/, '');
  return selector.length > longestLocator ? `${selector.slice(0, longestLocator)}…` : selector;
}
