import { flag, kindOf, listOf, maybe, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

/** One variable that a service is given; never its value. */
export interface GivenVariable {
  readonly name: string;
  readonly empty: boolean;
  /** It is a credential that everybody knows: as a whole, or as the password inside an address. */
  readonly known?: 'value' | 'password';
}
export interface ServiceEnvironment {
  /** Why nobody can see what the services were given; then the list is empty. */
  readonly unseen?: string;
  readonly services: readonly { readonly name: string; readonly store: boolean; readonly variables: readonly GivenVariable[] }[];
}

/** What each service of the running stack was given: names and what kind of value, no values. */
export const serviceEnvironment: Kind<ServiceEnvironment> = kindOf('service-environment', recordOf<ServiceEnvironment>({
  unseen: maybe(text),
  services: listOf(recordOf<ServiceEnvironment['services'][number]>({
    name: text, store: flag,
    variables: listOf(recordOf<GivenVariable>({ name: text, empty: flag, known: maybe(oneOf<'value' | 'password'>('value', 'password')) })),
  })),
}));
