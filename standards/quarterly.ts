import type { Standard } from '../core/types.ts';
import release from './release.ts';

/** Everything that a release demands, in depth; recovery drills join it when they exist. */
export default { ...release, id: 'quarterly', title: 'Everything, in depth' } as const satisfies Standard;
