/** Version of what is read from source. It changes whenever facts change, so that no cache holds facts of another reader. */
export const ruleSet = '2026.12.9';
