import { useCallback } from 'react';
import { Link } from 'react-router';
import { DocumentTable } from '../components/DocumentTable.tsx';
import { Empty } from '../components/Empty.tsx';
import { Icon } from '../components/Icon.tsx';
import { MetricCards } from '../components/MetricCards.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { StatusBar } from '../components/StatusBar.tsx';
import type { Metrics } from '../api/schemas.ts';
import { useResource } from '../hooks/useResource.ts';
import { paths } from '../paths.ts';
import { useApi, useUser } from '../session/context.ts';

const figures: Metrics = {
  total_customers: 24,
  total_documents: 186,
  total_quotes: 171,
  quoted_value: 412_906.35,
  unreadable_documents: 9,
  average_lines_per_quote: 4.7,
  documents_by_status: { received: 2, processing: 1, quoted: 171, unreadable: 9, failed: 3 },
};

const SHOWN = 8;
const REFRESH_MS = 15_000;
const afterAWhile = () => REFRESH_MS;

export function DashboardPage() {
  const api = useApi();
  const user = useUser();
  const loadRecent = useCallback((signal: AbortSignal) => api.recentDocuments(SHOWN, signal), [api]);
  const recent = useResource(loadRecent, afterAWhile);
  return (
    <>
      <PageHeader
        title="Dashboard"
        lead={`Logged in as ${user.email}`}
        actions={
          <button type="button" className="button" onClick={recent.reload}>
            <Icon name="refresh" /> Refresh
          </button>
        }
      />
      <section aria-label="Figures" className="stack">
        <MetricCards metrics={figures} />
        <StatusBar counts={figures.documents_by_status} />
      </section>
      <section className="card">
        <div className="card-header">
          <h2>Recent documents</h2>
          <Link to={paths.documents}>All documents</Link>
        </div>
        <ResourceView handle={recent} what="recent documents">
          {({ documents }) =>
            documents.length === 0 ? (
              <Empty icon="document" title="No documents yet">
                <Link to={paths.documents}>Upload the first request for quotation</Link>
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
