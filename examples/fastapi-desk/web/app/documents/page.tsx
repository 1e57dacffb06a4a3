'use client';

import Link from 'next/link';
import { useState, type ChangeEvent, type ReactNode } from 'react';
import { Await } from '../../components/Await';
import { DocumentTable } from '../../components/DocumentTable';
import { Shell } from '../../components/Shell';
import { post } from '../../lib/api';
import { documentList, received } from '../../lib/schemas';
import { useLoaded } from '../../lib/useLoaded';

interface Upload {
  readonly key: string;
  readonly filename: string;
  readonly state: 'sending' | 'stored' | 'known' | 'refused';
  readonly id?: string;
  readonly reason?: string;
}

const refreshMs = 3_000;

export default function DocumentsPage(): ReactNode {
  return <Shell title="Documents"><Uploads /><h2>Received</h2><Received /></Shell>;
}

function Uploads(): ReactNode {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const chosen = (event: ChangeEvent<HTMLInputElement>): void => {
    for (const file of event.target.files ?? []) void send(file);
    event.target.value = '';
  };
  const send = async (file: File): Promise<void> => {
    const key = crypto.randomUUID();
    const show = (upload: Omit<Upload, 'key' | 'filename'>): void =>
      setUploads((all) => [...all.filter((each) => each.key !== key), { key, filename: file.name, ...upload }]);
    show({ state: 'sending' });
    const form = new FormData();
    form.append('file', file);
    await post('/api/documents', received, form).then(
      ({ id, known }) => show({ state: known ? 'known' : 'stored', id }),
      (error: unknown) => show({ state: 'refused', reason: error instanceof Error ? error.message : String(error) }),
    );
  };
  return (
    <section>
      <label className="drop">Choose text or CSV files<input type="file" multiple data-testid="upload-input" onChange={chosen} /></label>
      <ul>{uploads.map((each) => <li key={each.key} data-testid="upload-progress"><Outcome upload={each} /></li>)}</ul>
    </section>
  );
}

function Outcome({ upload: { filename, state, id, reason } }: { readonly upload: Upload }): ReactNode {
  if (id !== undefined) return <><Link href={`/documents/${id}`}>{filename}</Link> {state === 'known' ? 'was here before' : 'is stored'}</>;
  return <>{filename} {state === 'sending' ? 'is being sent…' : `was not taken: ${reason ?? ''}`}</>;
}

function Received(): ReactNode {
  const loaded = useLoaded('/api/documents/recent?limit=50', documentList, refreshMs);
  return (
    <Await loaded={loaded}>
      {(documents) => (documents.length === 0 ? <p className="quiet">No document has arrived yet.</p> : <DocumentTable documents={documents} rowId="document" />)}
    </Await>
  );
}
