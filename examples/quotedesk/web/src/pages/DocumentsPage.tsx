import { useCallback } from 'react';
import type { z } from 'zod/mini';
import type { recentDocumentsSchema } from '../api/schemas.ts';
import { DocumentTable } from '../components/DocumentTable.tsx';
import { Empty } from '../components/Empty.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { UploadPanel } from '../components/UploadPanel.tsx';
import { inProgress } from '../format/status.ts';
import { useResource } from '../hooks/useResource.ts';
import { useApi } from '../session/context.ts';

type Recent = z.infer<typeof recentDocumentsSchema>;

const SHOWN = 100;
const BUSY_MS = 1500;

/** Asks again while a document is on its way. */
function whileBusy({ documents }: Recent): number | null {
  return documents.some((document) => inProgress(document.status)) ? BUSY_MS : null;
}

export function DocumentsPage() {
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.recentDocuments(SHOWN, signal), [api]);
  const recent = useResource(load, whileBusy);
  return (
    <>
      <PageHeader title="Documents" lead="Requests for quotation as text, CSV or PDF with text." />
      <UploadPanel onStored={recent.reload} />
      <section className="card">
        <div className="card-header">
          <h2>Recent documents</h2>
        </div>
        <ResourceView handle={recent} what="documents">
          {({ documents }) =>
            documents.length === 0 ? (
              <Empty icon="document" title="No documents yet">
                What you upload above appears here.
              </Empty>
            ) : (
              <DocumentTable documents={documents} />
            )
          }
        </ResourceView>
      </section>
    </>
  );
}
