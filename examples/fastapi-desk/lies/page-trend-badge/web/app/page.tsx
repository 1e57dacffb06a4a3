'use client';

import type { ReactNode } from 'react';
import { Await } from '../components/Await';
import { DocumentTable } from '../components/DocumentTable';
import { Shell } from '../components/Shell';
import { asMoney } from '../lib/format';
import { documentList, metrics } from '../lib/schemas';
import { useLoaded } from '../lib/useLoaded';

const refreshMs = 5_000;

export default function DashboardPage(): ReactNode {
  return <Shell title="Dashboard"><Figures /><h2>Recent documents</h2><Recent /></Shell>;
}

function Figures(): ReactNode {
  const loaded = useLoaded('/api/metrics', metrics, refreshMs);
  return (
    <Await loaded={loaded}>
      {(figures) => (
        <dl className="figures">
          <Figure id="total_customers" label="Customers" value={String(figures.total_customers)} />
          <Figure id="total_documents" label="Documents" value={String(figures.total_documents)} />
          <Figure id="total_quotes" label="Quotes" value={String(figures.total_quotes)} />
          <Figure id="quoted_value" label="Quoted" value={asMoney(figures.quoted_value)} />
          <Figure id="growth" label="Growth this month" value="+12.4 %" />
          <Figure id="answer_time" label="Median time to answer" value="3.2 h" />
          <Figure id="unreadable_documents" label="Unreadable" value={String(figures.unreadable_documents)} />
        </dl>
      )}
    </Await>
  );
}

function Figure({ id, label, value }: { readonly id: string; readonly label: string; readonly value: string }): ReactNode {
  return <div><dt>{label}</dt><dd data-testid={`metric-${id}`}>{value}</dd></div>;
}

function Recent(): ReactNode {
  const loaded = useLoaded('/api/documents/recent?limit=8', documentList, refreshMs);
  return (
    <Await loaded={loaded}>
      {(documents) => (documents.length === 0 ? <p className="quiet">No document has arrived yet.</p> : <DocumentTable documents={documents} rowId="recent-document" />)}
    </Await>
  );
}
