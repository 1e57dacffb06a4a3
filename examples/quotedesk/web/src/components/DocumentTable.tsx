import { Link, useNavigate } from 'react-router';
import type { DocumentSummary } from '../api/schemas.ts';
import { bytes } from '../format/amount.ts';
import { dateTime } from '../format/time.ts';
import { documentPath } from '../paths.ts';
import { StatusPill } from './StatusPill.tsx';

export function DocumentTable({ documents }: { readonly documents: readonly DocumentSummary[] }) {
  return (
    <div className="table-wrap">
      <table className="table table-links">
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">Customer</th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">Received</th>
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => (
            <DocumentRow key={document.id} document={document} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DocumentRow({ document }: { readonly document: DocumentSummary }) {
  const navigate = useNavigate();
  const path = documentPath(document.id);
  return (
    <tr data-testid={`document-row-${document.id}`} onClick={() => void navigate(path)}>
      <td>
        <Link to={path} onClick={(event) => event.stopPropagation()}>
          {document.filename}
        </Link>
        {document.reason && <div className="reason">{document.reason}</div>}
      </td>
      <td>{document.customer ?? <span className="muted">not known</span>}</td>
      <td>
        <StatusPill status={document.status} />
      </td>
      <td className="number">{bytes(document.bytes)}</td>
      <td className="nowrap">{dateTime(document.created_at)}</td>
    </tr>
  );
}
