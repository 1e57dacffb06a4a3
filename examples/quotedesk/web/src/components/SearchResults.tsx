import { Link } from 'react-router';
import type { SearchPage } from '../api/schemas.ts';
import { splitByMatch } from '../format/match.ts';
import { documentPath, productPath, quotePath } from '../paths.ts';
import { Icon } from './Icon.tsx';

type Result = SearchPage['results'][number];

interface Props {
  readonly query: string;
  readonly results: readonly Result[];
}

const pathOf: Readonly<Record<Result['kind'], (id: string) => string>> = {
  document: documentPath,
  product: productPath,
  quote: quotePath,
};

export function SearchResults({ query, results }: Props) {
  return (
    <ul className="results">
      {results.map((result) => (
        <li key={`${result.kind} ${result.id}`} data-testid="search-result" data-kind={result.kind}>
          <Icon name={result.kind} />
          <div>
            <Link to={pathOf[result.kind](result.id)}>
              <Marked text={result.title} query={query} />
            </Link>
            <span className="tag">{result.kind}</span>
            <p className="muted">
              <Marked text={result.snippet} query={query} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return splitByMatch(text, query).map((piece, index) =>
    piece.match ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  );
}
