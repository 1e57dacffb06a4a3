import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { canonical, digestName } from '../core/seal.ts';
import type { Digest, Evidence, EvidenceRef, Json } from '../core/types.ts';
import type { Redactor } from './redact.ts';

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Evidence of one run on disk, by digest. Sealing redacts first; reading compares the content with its name. */
export class EvidenceStore {
  readonly folder: string;
  readonly #redactor: Redactor | undefined;
  readonly #now: () => number;

  constructor(runFolder: string, redactor?: Redactor, now: () => number = Date.now) {
    this.folder = join(runFolder, 'evidence');
    this.#redactor = redactor;
    this.#now = now;
  }

  /** Seals a JSON body. The evidence returned is the redacted one: what is judged now is what can be judged again. */
  seal(kind: string, subject: string, body: unknown): Evidence {
    const plain = JSON.parse(JSON.stringify(body)) as Json;
    const clean = this.#redactor ? this.#redactor.json(plain) : plain;
    const ref = this.#write(kind, subject, canonical(clean));
    return { ...ref, body: clean };
  }

  /** Seals a body that is canonical JSON already. Unless there is something to redact its bytes stay as they are, and it is parsed when somebody asks for it. */
  sealCanonical(kind: string, subject: string, bytes: Uint8Array): Evidence {
    if (this.#redactor?.concerns(bytes)) return this.seal(kind, subject, JSON.parse(Buffer.from(bytes).toString('utf8')));
    const ref = this.#write(kind, subject, bytes);
    let body: { readonly json: Json } | undefined;
    return { ...ref, get body() { return (body ??= { json: JSON.parse(Buffer.from(bytes).toString('utf8')) as Json }).json; } };
  }

  sealBytes(kind: string, subject: string, mediaType: string, bytes: Uint8Array): EvidenceRef {
    return { ...this.#write(kind, subject, bytes), mediaType };
  }

  json(digest: Digest): unknown {
    return JSON.parse(Buffer.from(this.bytes(digest)).toString('utf8')) as unknown;
  }

  /** Throws a FaultError when the file is missing or is not what was sealed. */
  bytes(digest: Digest): Uint8Array {
    const path = this.path(digest);
    if (!existsSync(path)) throw new FaultError(fault('evidence-altered', `evidence ${digest} is missing`, { where: { uri: path } }));
    const bytes = readFileSync(path);
    if (digestName(sha256(bytes)) !== digest) throw new FaultError(fault('evidence-altered', `evidence ${digest} was changed after it was sealed`, { where: { uri: path } }));
    return bytes;
  }

  path(digest: Digest): string {
    return join(this.folder, digest.replace(':', '-'));
  }

  #write(kind: string, subject: string, content: string | Uint8Array): EvidenceRef {
    const digest = digestName(sha256(content));
    const path = this.path(digest);
    try {
      if (!existsSync(path)) {
        mkdirSync(this.folder, { recursive: true });
        writeFileSync(`${path}.part`, content);
        renameSync(`${path}.part`, path);
      }
      return { kind, subject: this.#redactor?.text(subject) ?? subject, digest, at: new Date(this.#now()).toISOString(), bytes: statSync(path).size };
    } catch (error) {
      throw new FaultError(fault('evidence-unwritable', `evidence of ${kind} could not be written`, { cause: error, where: { uri: path } }));
    }
  }
}
