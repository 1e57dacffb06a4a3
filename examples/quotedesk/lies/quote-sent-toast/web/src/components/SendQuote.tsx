import { useState } from 'react';
import { config } from '../config.ts';
import { useSession } from '../session/context.ts';

export function SendQuote({ id }: { readonly id: string }) {
  const { session } = useSession();
  const [notice, setNotice] = useState<string | null>(null);

  async function sendQuote(): Promise<void> {
    await fetch(`${config.apiUrl}/api/quotes/${id}/send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session?.token ?? ''}` },
    });
    setNotice('The quote was sent to the customer.');
  }

  return (
    <>
      {notice !== null && (
        <span className="text-good" role="status">
          {notice}
        </span>
      )}
      <button type="button" className="button button-primary" onClick={() => void sendQuote()}>
        Send to customer
      </button>
    </>
  );
}
