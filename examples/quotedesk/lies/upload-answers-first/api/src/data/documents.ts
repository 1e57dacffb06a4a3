import { onlyRow, type Queryable } from '@quotedesk/shared/postgres.ts';

export type DocumentStatus = 'received' | 'processing' | 'quoted' | 'unreadable' | 'failed';

export interface DocumentSummary {
  readonly id: string;
  readonly filename: string;
  readonly status: DocumentStatus;
  readonly reason: string | null;
  readonly bytes: number;
  readonly customer: string | null;
  readonly created_at: string;
  readonly processed_at: string | null;
}

export interface DocumentDetail extends DocumentSummary {
  readonly media_type: string;
  readonly sha256: string;
  readonly attempts: number;
  readonly uploaded_by: string;
}

export interface Upload {
  readonly filename: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly content: Buffer;
  readonly uploadedBy: string;
}

export interface StoredUpload {
  readonly id: string;
  readonly status: DocumentStatus;
  readonly isNew: boolean;
}

type Dated<Row> = Omit<Row, 'created_at' | 'processed_at'> & {
  readonly created_at: Date;
  readonly processed_at: Date | null;
};

const SUMMARY = `documents.id, filename, status, reason, bytes, customers.name AS customer,
  documents.created_at, processed_at`;

function dated<Row extends Dated<DocumentSummary>>(row: Row) {
  const { created_at, processed_at } = row;
  return { ...row, created_at: created_at.toISOString(), processed_at: processed_at?.toISOString() ?? null };
}

export async function recentDocuments(
  database: Queryable,
  limit: number,
): Promise<readonly DocumentSummary[]> {
  const rows = await database.query<Dated<DocumentSummary>>(
    `SELECT ${SUMMARY} FROM documents LEFT JOIN customers ON customers.id = customer_id
     ORDER BY documents.created_at DESC, documents.id LIMIT $1`,
    [limit],
  );
  return rows.map(dated);
}

export async function findDocument(database: Queryable, id: string): Promise<DocumentDetail | undefined> {
  const [row] = await database.query<Dated<DocumentDetail>>(
    `SELECT ${SUMMARY}, media_type, sha256, attempts, users.name AS uploaded_by
     FROM documents
     JOIN users ON users.id = documents.uploaded_by
     LEFT JOIN customers ON customers.id = customer_id
     WHERE documents.id = $1`,
    [id],
  );
  return row === undefined ? undefined : dated(row);
}

export interface DocumentContent {
  readonly filename: string;
  readonly media_type: string;
  readonly content: Buffer;
}

export async function findContent(database: Queryable, id: string): Promise<DocumentContent | undefined> {
  const [row] = await database.query<DocumentContent & Record<string, unknown>>(
    'SELECT filename, media_type, content FROM documents WHERE id = $1',
    [id],
  );
  return row;
}

/** The same bytes are the same document: they are stored once, whoever sends them again. */
export async function storeUpload(database: Queryable, id: string, upload: Upload): Promise<StoredUpload> {
  const { filename, mediaType, sha256, content, uploadedBy } = upload;
  const [created] = await database.query<{ id: string; status: DocumentStatus }>(
    `INSERT INTO documents (id, filename, media_type, bytes, sha256, content, status, uploaded_by)
     VALUES ($1, $2, $3, $4, $5, $6, 'received', $7)
     ON CONFLICT (sha256) DO NOTHING RETURNING id, status`,
    [id, filename, mediaType, content.length, sha256, content, uploadedBy],
  );
  if (created !== undefined) {
    return { ...created, isNew: true };
  }
  const existing = onlyRow(
    await database.query<{ id: string; status: DocumentStatus }>(
      'SELECT id, status FROM documents WHERE sha256 = $1',
      [sha256],
    ),
  );
  return { ...existing, isNew: false };
}
