import { useCallback } from 'react';
import { useParams } from 'react-router';
import type { DocumentDetail } from '../api/schemas.ts';
import { DocumentFacts } from '../components/DocumentFacts.tsx';
import { DocumentOutcome } from '../components/DocumentOutcome.tsx';
import { DownloadButton } from '../components/DownloadButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { inProgress } from '../format/status.ts';
import { useResource } from '../hooks/useResource.ts';
import { useApi } from '../session/context.ts';

const BUSY_MS = 1000;

function whileBusy(document: DocumentDetail): number | null {
  return inProgress(document.status) ? BUSY_MS : null;
}

export function DocumentPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.document(id, signal), [api, id]);
  const handle = useResource(load, whileBusy);
  const known = handle.resource.kind === 'ready' ? handle.resource.data : null;
  return (
    <>
      <PageHeader
        title={known?.filename ?? 'Document'}
        actions={known && <DownloadButton id={known.id} filename={known.filename} />}
      />
      <ResourceView handle={handle} what="document">
        {(document) => (
          <div className="stack">
            <DocumentFacts document={document} />
            <DocumentOutcome document={document} />
          </div>
        )}
      </ResourceView>
    </>
  );
}
