import type { ReactNode } from 'react';

export function Trouble({ message }: { readonly message: string }): ReactNode {
  return <p className="trouble" role="alert" data-testid="error-banner">{message}</p>;
}
