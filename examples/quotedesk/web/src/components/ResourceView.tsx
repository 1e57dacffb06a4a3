import type { ReactNode } from 'react';
import { clockTime } from '../format/time.ts';
import type { ResourceHandle } from '../hooks/useResource.ts';
import { ErrorBanner } from './ErrorBanner.tsx';
import { Loading } from './Loading.tsx';

interface Props<T> {
  readonly handle: ResourceHandle<T>;
  /** What is being asked for, e.g. "documents": used in the texts. */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** Loading, an error and data look different, and data that could not be refreshed says how old it is. */
export function ResourceView<T>({ handle, what, children }: Props<T>) {
  const { resource, reload } = handle;
  if (resource.kind === 'loading') return <Loading what={what} />;
  if (resource.kind === 'ready') return children(resource.data);
  const { error, last } = resource;
  return (
    <>
      <ErrorBanner title={error.title} detail={error.detail} onRetry={reload}>
        {last === null && <p className="banner-note">The {what} could not be loaded, so nothing is shown.</p>}
      </ErrorBanner>
      {last !== null && (
        <section className="stale" data-stale="true" aria-label={`${what}, out of date`}>
          <p className="stale-note">Not up to date: this is what the API said at {clockTime(last.at)}.</p>
          {children(last.data)}
        </section>
      )}
    </>
  );
}
