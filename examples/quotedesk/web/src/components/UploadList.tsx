import { Link } from 'react-router';
import type { ApiError } from '../api/error.ts';
import type { UploadItem } from '../hooks/useUploads.ts';
import { documentPath } from '../paths.ts';
import { ErrorBanner } from './ErrorBanner.tsx';
import { Icon } from './Icon.tsx';

export function UploadList({ items }: { readonly items: readonly UploadItem[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="uploads" aria-live="polite">
      {items.map((item) => (
        <li key={item.key} data-testid="upload-progress" data-phase={item.phase}>
          <div className="upload-line">
            <span className="upload-name">{item.name}</span>
            <UploadState item={item} />
          </div>
          {(item.phase === 'sending' || item.phase === 'confirming') && (
            <progress max={1} value={item.fraction} aria-label={`Upload of ${item.name}`} />
          )}
          {item.error !== null && <ErrorBanner title={item.error.title} detail={item.error.detail} />}
        </li>
      ))}
    </ul>
  );
}

/** Only the API's "no" says that a file is not stored; after any other failure nobody knows. */
function isRefusal(error: ApiError | null): boolean {
  return error?.status != null && error.status < 500;
}

function UploadState({ item }: { readonly item: UploadItem }) {
  switch (item.phase) {
    case 'waiting':
      return <span className="muted">waiting</span>;
    case 'sending':
      return <span className="muted">{Math.round(item.fraction * 100)} %</span>;
    case 'confirming':
      return <span className="muted">sent, not confirmed yet</span>;
    case 'failed':
      return (
        <span className="text-bad">{isRefusal(item.error) ? 'refused' : 'not confirmed as stored'}</span>
      );
    case 'stored':
    case 'known':
      return (
        <span className="text-good">
          <Icon name="check" />
          {item.phase === 'stored' ? 'stored' : 'was there already'}
          {item.documentId !== null && <Link to={documentPath(item.documentId)}>open</Link>}
        </span>
      );
  }
}
