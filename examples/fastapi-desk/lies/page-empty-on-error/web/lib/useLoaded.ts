'use client';

import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { get } from './api';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly data: T }
  | { readonly state: 'failed'; readonly message: string };

const always = (): boolean => true;

/** Asks the API for what is at `path`; again every `everyMs` for as long as `again` says so. Hand in a `shape` and an `again` that stay the same: others begin anew. */
export function useLoaded<T>(path: string, shape: z.ZodType<T>, everyMs?: number, again: (data: T) => boolean = always): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly path?: string }>({ state: 'loading' });
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = (): void => {
      get(path, shape).then(
        (data) => {
          if (over) return;
          setLoaded({ state: 'loaded', data, path });
          if (everyMs !== undefined && again(data)) timer = setTimeout(load, everyMs);
        },
        (error: unknown) => {
          console.warn(`could not load ${path}`, error);
          if (!over) setLoaded({ state: 'loaded', data: [] as unknown as T, path });
        },
      );
    };
    load();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, shape, everyMs, again]);
  return loaded.path === path ? loaded : { state: 'loading' };
}
