import type { Metrics } from '../api/schemas.ts';

interface Card {
  readonly key: Exclude<keyof Metrics, 'documents_by_status'>;
  readonly label: string;
  readonly hint: string;
}

const cards: readonly Card[] = [
  { key: 'total_documents', label: 'Documents', hint: 'received so far' },
  { key: 'total_quotes', label: 'Quotes', hint: 'written from them' },
  { key: 'quoted_value', label: 'Quoted value', hint: 'sum of all quotes' },
  { key: 'total_customers', label: 'Customers', hint: 'who have asked' },
  { key: 'average_lines_per_quote', label: 'Lines per quote', hint: 'on average' },
  { key: 'average_processing_seconds', label: 'Processing', hint: 'seconds, on average' },
  { key: 'unreadable_documents', label: 'Unreadable', hint: 'documents to look at by hand' },
];

/** The figures stand here exactly as the API gave them: nothing is rounded, grouped or computed. */
export function MetricCards({ metrics }: { readonly metrics: Metrics }) {
  return (
    <dl className="metrics">
      {cards.map((card) => (
        <div className="metric" key={card.key}>
          <dt>{card.label}</dt>
          <dd>
            <Figure name={card.key} value={metrics[card.key]} />
            <span className="metric-hint">{card.hint}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: number | null }) {
  return (
    <span className="metric-value" data-testid={`metric-${name}`}>
      {value === null ? '–' : String(value)}
    </span>
  );
}
