'use client';

import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Await } from '../../../components/Await';
import { QuoteLines } from '../../../components/QuoteLines';
import { Shell } from '../../../components/Shell';
import { quote } from '../../../lib/schemas';
import { useLoaded } from '../../../lib/useLoaded';

export default function QuotePage(): ReactNode {
  const { id } = useParams<{ id: string }>();
  return <Shell title="Quote"><Shown id={id} /></Shell>;
}

function Shown({ id }: { readonly id: string }): ReactNode {
  return (
    <Await loaded={useLoaded(`/api/quotes/${id}`, quote)}>
      {(found) => <><p>For {found.customer}</p><QuoteLines quote={found} /></>}
    </Await>
  );
}
