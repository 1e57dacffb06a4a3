import { useCallback } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { QuotePage } from '../api/schemas.ts';
import { Empty } from '../components/Empty.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { Pager } from '../components/Pager.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { money } from '../format/amount.ts';
import { dateTime } from '../format/time.ts';
import { pageNumber } from '../format/page.ts';
import { useResource } from '../hooks/useResource.ts';
import { quotePath } from '../paths.ts';
import { useApi } from '../session/context.ts';

export function QuotesPage() {
  const api = useApi();
  const [query, setQuery] = useSearchParams();
  const page = pageNumber(query.get('page'));
  const load = useCallback((signal: AbortSignal) => api.quotes(page, signal), [api, page]);
  const handle = useResource(load);
  return (
    <>
      <PageHeader title="Quotes" lead="One for each document that could be read." />
      <section className="card">
        <ResourceView handle={handle} what="quotes">
          {(data) =>
            data.total === 0 ? (
              <Empty icon="quote" title="No quotes yet">
                They are written when documents have been read.
              </Empty>
            ) : (
              <>
                <QuoteTable quotes={data.quotes} />
                <Pager
                  page={data.page}
                  pageSize={data.page_size}
                  total={data.total}
                  onPage={(next) => setQuery({ page: String(next) })}
                />
              </>
            )
          }
        </ResourceView>
      </section>
    </>
  );
}

function QuoteTable({ quotes }: { readonly quotes: QuotePage['quotes'] }) {
  return (
    <div className="table-wrap">
      <table className="table table-links">
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">Written</th>
            <th scope="col" className="number">
              Lines
            </th>
            <th scope="col" className="number">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {quotes.map((quote) => (
            <QuoteRow key={quote.id} quote={quote} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function QuoteRow({ quote }: { readonly quote: QuotePage['quotes'][number] }) {
  const navigate = useNavigate();
  const path = quotePath(quote.id);
  return (
    <tr data-testid={`quote-row-${quote.id}`} onClick={() => void navigate(path)}>
      <td>
        <Link to={path} onClick={(event) => event.stopPropagation()}>
          {quote.customer}
        </Link>
      </td>
      <td className="nowrap">{dateTime(quote.created_at)}</td>
      <td className="number">{quote.lines}</td>
      <td className="number nowrap">{money(quote.total, quote.currency)}</td>
    </tr>
  );
}
