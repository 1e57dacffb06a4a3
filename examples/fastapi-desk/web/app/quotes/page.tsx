'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Await } from '../../components/Await';
import { Shell } from '../../components/Shell';
import { asMoney, asTime } from '../../lib/format';
import { quoteList } from '../../lib/schemas';
import { useLoaded } from '../../lib/useLoaded';

export default function QuotesPage(): ReactNode {
  return <Shell title="Quotes"><Quotes /></Shell>;
}

function Quotes(): ReactNode {
  return (
    <Await loaded={useLoaded('/api/quotes?limit=100', quoteList)}>
      {(quotes) => (quotes.length === 0 ? <p className="quiet">No quote has been written yet.</p> : (
        <table>
          <thead><tr><th>Customer</th><th>Total</th><th>Written</th></tr></thead>
          <tbody>
            {quotes.map((each) => (
              <tr key={each.id}>
                <td><Link href={`/quotes/${each.id}`}>{each.customer}</Link></td>
                <td>{asMoney(each.total)}</td>
                <td>{asTime(each.created_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Await>
  );
}
