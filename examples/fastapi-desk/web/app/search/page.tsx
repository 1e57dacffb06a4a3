'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { Await } from '../../components/Await';
import { DocumentTable } from '../../components/DocumentTable';
import { Shell } from '../../components/Shell';
import { found } from '../../lib/schemas';
import { useLoaded } from '../../lib/useLoaded';

export default function SearchPage(): ReactNode {
  const [query, setQuery] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setQuery(String(new FormData(event.currentTarget).get('q')).trim());
  };
  return (
    <Shell title="Search">
      <form onSubmit={submit}><input name="q" placeholder="Words of a document" required maxLength={200} data-testid="search-input" /></form>
      {query !== '' && <Results query={query} />}
    </Shell>
  );
}

function Results({ query }: { readonly query: string }): ReactNode {
  return (
    <Await loaded={useLoaded(`/api/search?q=${encodeURIComponent(query)}`, found)}>
      {({ documents }) => (
        <section data-testid="search-results" data-query={query}>
          <p className="quiet">{documents.length} for “{query}”</p>
          {documents.length > 0 && <DocumentTable documents={documents} rowId="search-result" />}
        </section>
      )}
    </Await>
  );
}
