/** What is kept until a controller took it. Beyond that the oldest page is dropped and its items counted. */
const keptBytes = 128 * 1024 * 1024;
const pageBytes = 1024 * 1024;
/** One answer to `take` holds about this much; a controller asks again until it has what it wanted. */
const answerBytes = 4 * 1024 * 1024;
const comma = 44;

/** Items behind each other, each followed by a comma; `ends` says where each ends. */
interface Page {
  readonly buffer: Buffer;
  readonly first: number;
  readonly ends: number[];
}

/**
 * Exchanges as JSON, numbered from 1, until they are known to have arrived: an answer that was lost with its connection is given again. They are bytes in large
 * pages, because a hundred thousand texts on the heap would cost more to keep than to write.
 */
export class Ledger {
  #pages: Page[] = [];
  #last = 0;
  #bytes = 0;
  #lost = 0;

  add(item: string): void {
    const page = this.#pageFor(item);
    const start = page.ends.at(-1) ?? 0;
    const end = start + page.buffer.write(item, start);
    page.buffer[end] = comma;
    page.ends.push(end + 1);
    this.#last += 1;
    while (this.#bytes > keptBytes && this.#pages.length > 1) this.#lost += this.#drop();
  }

  /** Forgets what the controller has (up to number `after`) and answers the next ones: their JSON texts with commas between (in `parts`, which are views), the number of the last of them (`upTo`) and of the newest there is (`last`). */
  take(after: number): { readonly parts: readonly Buffer[]; readonly upTo: number; readonly last: number; readonly lost: number } {
    while (this.#pages[0] && after >= this.#pages[0].first + this.#pages[0].ends.length - 1) this.#drop();
    const parts: Buffer[] = [];
    let upTo = Math.max(after, (this.#pages[0]?.first ?? this.#last + 1) - 1);
    let bytes = 0;
    for (const page of this.#pages) {
      if (bytes >= answerBytes) break;
      const start = upTo >= page.first ? (page.ends[upTo - page.first] ?? 0) : 0;
      const part = page.buffer.subarray(start, page.ends.at(-1));
      if (part.length > 0) parts.push(part);
      bytes += part.length;
      upTo = page.first + page.ends.length - 1;
    }
    const end = parts.at(-1);
    if (end) parts[parts.length - 1] = end.subarray(0, Math.max(0, end.length - 1));
    return { parts, upTo, last: this.#last, lost: this.#lost };
  }

  /** The same as the body of an answer to `take`: JSON text without braces, in parts. */
  answer(after: number): readonly Buffer[] {
    const { parts, upTo, last, lost } = this.take(after);
    return [Buffer.from(`"taken":{"upTo":${upTo},"last":${last},"lost":${lost},"items":[`), ...parts, Buffer.from(']}')];
  }

  #pageFor(item: string): Page {
    const page = this.#pages.at(-1);
    // A character takes at most three bytes; the exact count is worth asking for only when an item is large.
    if (page && (page.ends.at(-1) ?? 0) + item.length * 3 < page.buffer.length) return page;
    const most = item.length * 3 + 1;
    const size = most <= pageBytes ? pageBytes : Buffer.byteLength(item) + 1;
    const made: Page = { buffer: Buffer.allocUnsafeSlow(size), first: this.#last + 1, ends: [] };
    this.#pages.push(made);
    this.#bytes += size;
    return made;
  }

  /** Drops the oldest page; answers how many items it held. */
  #drop(): number {
    const page = this.#pages.shift();
    this.#bytes -= page?.buffer.length ?? 0;
    return page?.ends.length ?? 0;
  }
}
