import { useCallback } from 'react';
import { Link } from 'react-router';
import { DocumentTable } from '../components/DocumentTable.tsx';
import { Empty } from '../components/Empty.tsx';
import { Icon } from '../components/Icon.tsx';
import { MetricCards } from '../components/MetricCards.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { StatusBar } from '../components/StatusBar.tsx';
import { useResource } from '../hooks/useResource.ts';
import { paths } from '../paths.ts';
import { useApi, useUser } from '../session/context.ts';

const SHOWN = 8;
const REFRESH_MS = 15_000;
const afterAWhile = () => REFRESH_MS;

export function DashboardPage() {
  const api = useApi();
  const user = useUser();
  const metrics = useResource(api.metrics, afterAWhile);
  const loadRecent = useCallback((signal: AbortSignal) => api.recentDocuments(SHOWN, signal), [api]);
  const recent = useResource(loadRecent, afterAWhile);
  const reload = () => {
    metrics.reload();
    recent.reload();
  };
  return (
    <>
      <PageHeader
        title="Dashboard"
        lead={`Logged in as ${user.email}`}
        actions={
          <button type="button" className="button" onClick={reload}>
            <Icon name="refresh" /> Refresh
          </button>
        }
      />
      <section aria-label="Figures" className="stack">
        <ResourceView handle={metrics} what="figures">
          {(data) => (
            <>
              <MetricCards metrics={data} />
              <StatusBar counts={data.documents_by_status} />
            </>
          )}
        </ResourceView>
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
