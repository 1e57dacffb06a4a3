import type { ReactNode } from 'react';
import type { Loaded } from '../lib/useLoaded';
import { Trouble } from './Trouble';

/** Loading, failed and loaded look different: a failure is never an empty list. */
export function Await<T>({ loaded, children }: { readonly loaded: Loaded<T>; readonly children: (data: T) => ReactNode }): ReactNode {
  if (loaded.state === 'loading') return <p className="quiet">Loading…</p>;
  if (loaded.state === 'failed') return <Trouble message={loaded.message} />;
  return children(loaded.data);
}
