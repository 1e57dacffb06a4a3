import type { DocumentStatus } from '../api/schemas.ts';

const words: Readonly<Record<DocumentStatus, string>> = {
  received: 'Received',
  processing: 'Processing',
  quoted: 'Quoted',
  unreadable: 'Unreadable',
  failed: 'Failed',
};

export const statusWord = (status: DocumentStatus): string => words[status];

/** The text is the status itself, as the API named it; how it looks is left to the style sheet. */
export function StatusPill({
  status,
  testId,
}: {
  readonly status: DocumentStatus;
  readonly testId?: string;
}) {
  return (
    <span
      className={`pill pill-${status}`}
      data-testid={testId}
      data-status={status}
      title={statusWord(status)}
    >
      {status}
    </span>
  );
}
