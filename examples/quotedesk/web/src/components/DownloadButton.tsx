import { useAction } from '../hooks/useAction.ts';
import { useApi } from '../session/context.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly id: string;
  readonly filename: string;
}

/** A plain link could not carry the token, so the file is fetched and then handed to the browser. */
export function DownloadButton({ id, filename }: Props) {
  const api = useApi();
  const { busy, error, run } = useAction(async () => save(await api.documentContent(id), filename));
  return (
    <>
      {error && (
        <span className="text-bad" role="alert" data-testid="error-banner">
          {error.detail ?? error.title}
        </span>
      )}
      <button type="button" className="button" disabled={busy} onClick={() => run()}>
        <Icon name="download" /> Original
      </button>
    </>
  );
}

function save(content: Blob, filename: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
