import { Link } from 'react-router';
import type { Quote, QuoteLine } from '../api/schemas.ts';
import { money, quantity } from '../format/amount.ts';
import { productPath } from '../paths.ts';

export function QuoteLines({ quote }: { readonly quote: Quote }) {
  return (
    <div className="table-wrap">
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              #
            </th>
            <th scope="col">Product</th>
            <th scope="col" className="number">
              Quantity
            </th>
            <th scope="col" className="number">
              Unit price
            </th>
            <th scope="col" className="number">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line) => (
            <Line key={line.position} line={line} currency={quote.currency} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              Total
            </th>
            <td className="number" data-testid="quote-total">
              {money(quote.total, quote.currency)}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Line({ line, currency }: { readonly line: QuoteLine; readonly currency: string }) {
  const price = line.unit_price === null ? null : money(line.unit_price, currency);
  const total = line.line_total === null ? null : money(line.line_total, currency);
  return (
    <tr
      data-testid={`quote-line-${line.position}`}
      data-matched={line.matched}
      className={line.note === null ? undefined : 'line-noted'}
    >
      <td className="number muted">{line.position}</td>
      <td>
        <div>{line.description}</div>
        {line.sku !== null && (
          <Link className="sku" to={productPath(line.sku)}>
            {line.sku}
          </Link>
        )}
        {!line.matched && <span className="tag tag-warn">no product matched</span>}
        {line.note && <div className="note">{line.note}</div>}
      </td>
      <td className="number nowrap">
        {line.quantity === null ? <Missing what="quantity" /> : quantity(line.quantity, line.unit)}
      </td>
      <td className="number nowrap">{price ?? <Missing what="price" />}</td>
      <td className="number nowrap">{total ?? <Missing what="total" />}</td>
    </tr>
  );
}

/** Not zero, but not there. */
function Missing({ what }: { readonly what: string }) {
  return (
    <span className="muted" title={`There is no ${what}`}>
      – <span className="visually-hidden">no {what}</span>
    </span>
  );
}
