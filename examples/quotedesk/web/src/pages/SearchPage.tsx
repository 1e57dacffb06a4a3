import { useCallback, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { useSearchParams } from 'react-router';
import { Empty } from '../components/Empty.tsx';
import { Icon } from '../components/Icon.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { Pager } from '../components/Pager.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { SearchResults } from '../components/SearchResults.tsx';
import { plural } from '../format/amount.ts';
import { pageNumber } from '../format/page.ts';
import { useResource } from '../hooks/useResource.ts';
import { useApi } from '../session/context.ts';

export function SearchPage() {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('q') ?? '';
  const page = pageNumber(query.get('page'));
  return (
    <>
      <PageHeader title="Search" lead="Documents, products and quotes." />
      <SearchForm key={asked} asked={asked} onAsk={(q) => setQuery(q === '' ? {} : { q })} />
      {asked !== '' && (
        <Found q={asked} page={page} onPage={(next) => setQuery({ q: asked, page: String(next) })} />
      )}
    </>
  );
}

interface FormProps {
  readonly asked: string;
  readonly onAsk: (q: string) => void;
}

function SearchForm({ asked, onAsk }: FormProps) {
  const [text, setText] = useState(asked);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onAsk(text.trim());
  };
  return (
    <form role="search" className="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        type="search"
        name="q"
        aria-label="Search"
        placeholder="Part of a name, a number or a customer"
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
        data-testid="search-input"
      />
      <button type="submit" className="button button-primary">
        Search
      </button>
    </form>
  );
}

interface FoundProps {
  readonly q: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

function Found({ q, page, onPage }: FoundProps) {
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.search(q, page, signal), [api, q, page]);
  const handle = useResource(load);
  return (
    <section className="card">
      <ResourceView handle={handle} what="results">
        {(found) =>
          found.total === 0 ? (
            <Empty icon="search" title={`Nothing matches “${found.query}”`} />
          ) : (
            <>
              <p className="muted" role="status">
                {plural(found.total, 'result', 'results')} for “{found.query}”
              </p>
              <SearchResults query={found.query} results={found.results} />
              <Pager page={found.page} pageSize={found.page_size} total={found.total} onPage={onPage} />
            </>
          )
        }
      </ResourceView>
    </section>
  );
}
