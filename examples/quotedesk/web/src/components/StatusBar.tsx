import { documentStatus } from '../api/schemas.ts';

const order: readonly string[] = documentStatus.options;

/** In the order in which a document goes through them; a state that the page does not know comes last. */
function place(state: string): number {
  const index = order.indexOf(state);
  return index < 0 ? order.length : index;
}

interface Props {
  readonly counts: Readonly<Record<string, number>>;
}

/** How many documents are in which state: a bar for the eye, and the numbers as the API gave them. */
export function StatusBar({ counts }: Props) {
  const states = Object.entries(counts).toSorted(([a], [b]) => place(a) - place(b));
  const shown = states.filter(([, count]) => count > 0);
  return (
    <div className="card status-bar" data-testid="metric-documents_by_status">
      <h2>Documents by status</h2>
      <div className="bar" aria-hidden="true">
        {shown.map(([state, count]) => (
          <span key={state} className={`bar-part bar-${state}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className="legend">
        {states.map(([state, count]) => (
          <li key={state}>
            <span className={`dot bar-${state}`} aria-hidden="true" />
            {state} <strong data-testid={`metric-documents_by_status-${state}`}>{count}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
