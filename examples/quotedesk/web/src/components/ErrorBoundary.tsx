import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** A defect of the page itself: it is shown, since a blank page tells nobody anything. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="crash">
        <div className="banner banner-error" role="alert" data-testid="error-banner">
          <div>
            <strong>This page has a defect and cannot go on.</strong>
            <p>{this.state.error.message}</p>
          </div>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            Load again
          </button>
        </div>
      </main>
    );
  }
}
