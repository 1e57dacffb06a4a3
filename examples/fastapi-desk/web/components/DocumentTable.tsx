import Link from 'next/link';
import type { ReactNode } from 'react';
import { asTime } from '../lib/format';
import type { DocumentSummary } from '../lib/schemas';

export function DocumentTable({ documents, rowId }: { readonly documents: readonly DocumentSummary[]; readonly rowId: string }): ReactNode {
  return (
    <table>
      <thead><tr><th>File</th><th>Customer</th><th>Status</th><th>Received</th></tr></thead>
      <tbody>
        {documents.map((each) => (
          <tr key={each.id} data-testid={rowId}>
            <td><Link href={`/documents/${each.id}`}>{each.filename}</Link></td>
            <td>{each.customer ?? '–'}</td>
            <td><span className={`status ${each.status}`}>{each.status}</span></td>
            <td>{asTime(each.created_at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
