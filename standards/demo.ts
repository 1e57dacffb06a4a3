import type { Standard } from '../core/types.ts';
import release from './release.ts';

/** The release standard under the name that the demonstration uses. */
export default { ...release, id: 'demo', title: 'Demonstration: the release standard' } as const satisfies Standard;
