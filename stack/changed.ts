import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BootRequest, StoreAddress } from './driver.ts';
import { Journal } from './journal.ts';

/** Which stores of a run hold data that must be put back: noted before the first of them is changed, so that after SIGKILL the next start puts them back. */
export class ChangedData {
  /** Where stores that cannot hold their own undo have it. It goes with the run. */
  readonly folder: string;
  readonly #request: Pick<BootRequest, 'cacheDir' | 'run' | 'root' | 'keep'>;
  #journal: Journal | undefined;

  constructor(request: Pick<BootRequest, 'cacheDir' | 'run' | 'root' | 'keep'>) {
    this.#request = request;
    this.folder = join(request.cacheDir, 'undo', request.run);
  }

  /** Its address, with the password, is noted only for a stack that stays: any other is swept as a whole. */
  begin(address: StoreAddress): void {
    const { cacheDir, run, root, keep } = this.#request;
    if (!this.#journal) {
      this.#journal = new Journal(cacheDir, `${run}-data`, root, keep === true);
      this.#journal.addFolder(this.folder);
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    }
    if (keep) this.#journal.addUndo({ service: address.name, kind: 'data', address, folder: this.folder });
  }

  end(store: string): void {
    this.#journal?.dropUndo(store);
  }

  /** The stack is gone, or let go of: then what was not put back is left for the next start. */
  close(): void {
    if (!this.#journal || this.#journal.undo.length > 0) return;
    rmSync(this.folder, { recursive: true, force: true });
    this.#journal.close();
    this.#journal = undefined;
  }
}
