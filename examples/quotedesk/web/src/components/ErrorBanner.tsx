import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly title: string;
  readonly detail?: string | null;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** What failed, in the API's words. It never looks like an empty list. */
export function ErrorBanner({ title, detail, onRetry, children }: Props) {
  return (
    <div className="banner banner-error" role="alert" data-testid="error-banner">
      <Icon name="alert" />
      <div className="banner-text">
        <strong>{title}</strong>
        {detail && <p>{detail}</p>}
        {children}
      </div>
      {onRetry && (
        <button type="button" className="button button-small" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
