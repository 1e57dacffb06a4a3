import { useState } from 'react';
import type { ChangeEvent, DragEvent } from 'react';
import { useUploads } from '../hooks/useUploads.ts';
import { Icon } from './Icon.tsx';
import { UploadList } from './UploadList.tsx';

export function UploadPanel({ onStored }: { readonly onStored: () => void }) {
  const { items, add } = useUploads(onStored);
  const [over, setOver] = useState(false);

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    add([...(event.target.files ?? [])]);
    // So that choosing the same file once more is noticed too.
    event.target.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  const dragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };

  return (
    <section className="card upload" aria-label="Upload">
      <label
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={dragOver}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" />
        <span>
          <strong>Choose documents</strong> or drop them here
        </span>
        <span className="muted">.txt, .eml, .csv or .pdf with text</span>
        <input
          type="file"
          multiple
          accept=".txt,.eml,.csv,.tsv,.pdf,text/plain,text/csv,application/pdf"
          className="visually-hidden"
          onChange={choose}
          data-testid="upload-input"
        />
      </label>
      <UploadList items={items} />
    </section>
  );
}
