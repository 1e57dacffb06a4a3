import { describe, expect, it } from 'vitest';
import { stopReason } from './told.ts';

describe('why a step stopped', () => {
  it.each([
    [`locator.textContent: Timeout 10000ms exceeded., waiting for locator('[data-testid="total"]')`, 'what it waits for did not appear within 10 s: [data-testid="total"]'],
    ['locator.click: Timeout 2500ms exceeded., waiting for getByRole(\'button\') to be visible', 'what it waits for did not appear within 2.5 s: getByRole(\'button\')'],
    ['page.goto: Timeout 10000ms exceeded.', 'nothing came of it within 10 s'],
    ['the total is 3, not 4', 'the total is 3, not 4'],
    [undefined, 'it failed without a message'],
  ])('is told in plain words: %s', (error, told) => {
    expect(stopReason(error)).toBe(told);
  });
});
