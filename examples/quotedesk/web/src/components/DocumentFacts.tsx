import type { ReactNode } from 'react';
import type { DocumentDetail } from '../api/schemas.ts';
import { bytes } from '../format/amount.ts';
import { dateTime, duration } from '../format/time.ts';
import { StatusPill } from './StatusPill.tsx';

export function DocumentFacts({ document }: { readonly document: DocumentDetail }) {
  const { processed_at: processed } = document;
  const took = processed === null ? null : duration(document.created_at, processed);
  return (
    <section className="card" aria-label="About the document">
      <dl className="facts">
        <Fact label="Status">
          <StatusPill status={document.status} testId="document-status" />
        </Fact>
        <Fact label="Customer">{document.customer ?? <span className="muted">not known</span>}</Fact>
        <Fact label="Received">
          {dateTime(document.created_at)}
          <span className="aside">from {document.uploaded_by}</span>
        </Fact>
        <Fact label="Processed">
          {processed === null ? <span className="muted">not yet</span> : dateTime(processed)}
          {took !== null && <span className="aside">after {took}</span>}
        </Fact>
        <Fact label="File">
          {bytes(document.bytes)}
          <span className="aside">{document.media_type}</span>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
