import { Link } from 'react-router';
import type { DocumentDetail } from '../api/schemas.ts';
import { plural } from '../format/amount.ts';
import { inProgress } from '../format/status.ts';
import { quotePath } from '../paths.ts';
import { Icon } from './Icon.tsx';
import { QuoteLines } from './QuoteLines.tsx';

/** What came out of it: a quote, the reason why there is none, or that it is not done yet. */
export function DocumentOutcome({ document }: { readonly document: DocumentDetail }) {
  const { quote, status, reason } = document;
  if (quote !== null) return <QuoteCard quote={quote} />;
  if (inProgress(status)) {
    return (
      <section className="card progress-card" role="status">
        <span className="spinner" aria-hidden="true" />
        <div>
          <strong>{status === 'received' ? 'Waiting for the worker' : 'The worker is reading it'}</strong>
          <p className="muted">This page looks again every second.</p>
        </div>
      </section>
    );
  }
  return (
    <section className={`card outcome outcome-${status}`} role="status">
      <Icon name="alert" />
      <div>
        <strong>{status === 'unreadable' ? 'This document could not be read' : 'There is no quote'}</strong>
        <p>{reason ?? 'The platform gave no reason.'}</p>
      </div>
    </section>
  );
}

function QuoteCard({ quote }: { readonly quote: NonNullable<DocumentDetail['quote']> }) {
  const open = quote.lines.filter((line) => line.line_total === null).length;
  return (
    <section className="card">
      <div className="card-header">
        <h2>Quote</h2>
        <Link to={quotePath(quote.id)}>{plural(quote.lines.length, 'line', 'lines')}</Link>
      </div>
      {open > 0 && (
        <p className="banner banner-warn">
          <Icon name="alert" />
          {plural(open, 'line has', 'lines have')} no total yet and {open === 1 ? 'is' : 'are'} not part of
          the sum.
        </p>
      )}
      <QuoteLines quote={quote} />
    </section>
  );
}
