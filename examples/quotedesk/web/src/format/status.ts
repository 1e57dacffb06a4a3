import type { DocumentStatus } from '../api/schemas.ts';

/** The worker has not finished with it. */
export function inProgress(status: DocumentStatus): boolean {
  return status === 'received' || status === 'processing';
}
