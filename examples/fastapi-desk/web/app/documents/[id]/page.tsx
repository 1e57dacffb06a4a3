'use client';

import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Await } from '../../../components/Await';
import { QuoteLines } from '../../../components/QuoteLines';
import { Shell } from '../../../components/Shell';
import { asTime } from '../../../lib/format';
import { documentSummary, quote, type DocumentSummary } from '../../../lib/schemas';
import { useLoaded } from '../../../lib/useLoaded';

const refreshMs = 1_000;

export default function DocumentPage(): ReactNode {
  const { id } = useParams<{ id: string }>();
  return <Shell title="Document"><Watched id={id} /></Shell>;
}

/** Looks again until the worker has finished with it. */
function Watched({ id }: { readonly id: string }): ReactNode {
  const loaded = useLoaded(`/api/documents/${id}`, documentSummary, refreshMs, isOpen);
  return (
    <Await loaded={loaded}>
      {(document) => (
        <>
          <dl className="facts" data-testid="document-facts">
            <dt>File</dt><dd>{document.filename}</dd>
            <dt>Status</dt><dd data-testid="document-status" data-status={document.status}>{document.status}</dd>
            <dt>Customer</dt><dd data-testid="document-customer">{document.customer ?? '–'}</dd>
            <dt>Received</dt><dd>{asTime(document.created_at)}</dd>
            {document.reason !== null && <><dt>Why</dt><dd data-testid="document-reason">{document.reason}</dd></>}
          </dl>
          {document.quote_id !== null && <Lines quoteId={document.quote_id} />}
        </>
      )}
    </Await>
  );
}

function isOpen({ status }: DocumentSummary): boolean {
  return status === 'received' || status === 'processing';
}

function Lines({ quoteId }: { readonly quoteId: string }): ReactNode {
  return <Await loaded={useLoaded(`/api/quotes/${quoteId}`, quote)}>{(found) => <QuoteLines quote={found} />}</Await>;
}
