import type { ReactNode } from 'react';
import { asMoney } from '../lib/format';
import type { Quote } from '../lib/schemas';

export function QuoteLines({ quote }: { readonly quote: Quote }): ReactNode {
  return (
    <table>
      <thead><tr><th>Product</th><th>Description</th><th>Quantity</th><th>Price</th><th>Total</th></tr></thead>
      <tbody>
        {quote.lines.map((line) => (
          <tr key={line.position} data-testid={`quote-line-${line.position}`}>
            <td className="sku">{line.sku ?? '–'}</td>
            <td>{line.description}{line.note !== null && <em> ({line.note})</em>}</td>
            <td>{line.quantity}</td>
            <td>{asMoney(line.unit_price)}</td>
            <td>{asMoney(line.line_total)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot><tr><th colSpan={4}>Total</th><td data-testid="quote-total">{asMoney(quote.total)}</td></tr></tfoot>
    </table>
  );
}
