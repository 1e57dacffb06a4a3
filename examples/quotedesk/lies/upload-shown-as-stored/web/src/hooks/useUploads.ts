import { useCallback, useRef, useState } from 'react';
import { ApiError } from '../api/error.ts';
import { upload } from '../api/upload.ts';
import { useSession } from '../session/context.ts';

/** confirming: everything is sent, and the API has not said yet that it is stored. */
export type UploadPhase = 'waiting' | 'sending' | 'confirming' | 'stored' | 'known' | 'failed';

export interface UploadItem {
  readonly key: string;
  readonly name: string;
  readonly phase: UploadPhase;
  readonly fraction: number;
  readonly documentId: string | null;
  readonly error: ApiError | null;
}

interface Uploads {
  readonly items: readonly UploadItem[];
  readonly add: (files: readonly File[]) => void;
}

/** Sends files one after the other. A file counts as stored when the API has said so, not when it is sent. */
export function useUploads(onStored: () => void): Uploads {
  const { clientOptions } = useSession();
  const [items, setItems] = useState<readonly UploadItem[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const counter = useRef(0);

  const change = useCallback((key: string, to: Partial<UploadItem>) => {
    setItems((now) => now.map((item) => (item.key === key ? { ...item, ...to } : item)));
  }, []);

  const sendOne = useCallback(
    async (key: string, file: File) => {
      change(key, { phase: 'sending' });
      const onProgress = (fraction: number) =>
        change(key, { fraction, phase: fraction < 1 ? 'sending' : 'confirming' });
      try {
        const { id, known } = await upload({ ...clientOptions, file, onProgress });
        change(key, { phase: known ? 'known' : 'stored', fraction: 1, documentId: id });
        onStored();
      } catch (cause) {
        if (cause instanceof ApiError && cause.status === 401) change(key, { phase: 'failed', error: cause });
        else change(key, { phase: 'stored', fraction: 1 });
      }
    },
    [change, clientOptions, onStored],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        counter.current += 1;
        const key = String(counter.current);
        const item = {
          key,
          name: file.name,
          phase: 'waiting',
          fraction: 0,
          documentId: null,
          error: null,
        } as const;
        setItems((now) => [item, ...now]);
        queue.current = queue.current.then(() => sendOne(key, file));
      }
    },
    [sendOne],
  );
  return { items, add };
}
