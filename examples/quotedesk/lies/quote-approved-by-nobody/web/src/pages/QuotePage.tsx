import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import { ApproveQuote } from '../components/ApproveQuote.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { QuoteLines } from '../components/QuoteLines.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { dateTime } from '../format/time.ts';
import { useResource } from '../hooks/useResource.ts';
import { documentPath } from '../paths.ts';
import { useApi } from '../session/context.ts';

export function QuotePage() {
  const { id = '' } = useParams();
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.quote(id, signal), [api, id]);
  const handle = useResource(load);
  const known = handle.resource.kind === 'ready' ? handle.resource.data : null;
  return (
    <>
      <PageHeader
        title={known === null ? 'Quote' : `Quote for ${known.customer}`}
        lead={known && `Written ${dateTime(known.created_at)}`}
        actions={
          known && (
            <>
              <ApproveQuote />
              <Link className="button" to={documentPath(known.document_id)}>
                The document
              </Link>
            </>
          )
        }
      />
      <section className="card">
        <ResourceView handle={handle} what="quote">
          {(quote) => <QuoteLines quote={quote} />}
        </ResourceView>
      </section>
    </>
  );
}
