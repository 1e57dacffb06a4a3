/** Kept until a controller took them: exchanges, and characters of their JSON. Beyond that the oldest are dropped and counted. */
const keptItems = 200_000;
const keptChars = 128 * 1024 * 1024;
/** One answer to `take` holds about this many characters; a controller asks again until it has what it wanted. */
const answerChars = 4 * 1024 * 1024;

/** Exchanges as JSON texts, numbered from 1, until they are known to have arrived: an answer that was lost with its connection is given again. */
export class Ledger {
  #items: string[] = [];
  /** Items before this index were taken or dropped; they are cut off now and then. */
  #head = 0;
  #last = 0;
  #chars = 0;
  #lost = 0;

  add(item: string): void {
    this.#items.push(item);
    this.#last += 1;
    this.#chars += item.length;
    while (this.#count() > keptItems || (this.#chars > keptChars && this.#count() > 1)) {
      this.#shift();
      this.#lost += 1;
    }
  }

  /** Forgets what the controller has (up to number `after`) and answers the next ones: `items` are JSON texts, `upTo` the number of the last of them, `last` that of the newest there is. */
  take(after: number): { readonly items: readonly string[]; readonly upTo: number; readonly last: number; readonly lost: number } {
    while (this.#count() > 0 && this.#last - this.#count() < after) this.#shift();
    const first = this.#last - this.#count();
    let end = this.#head;
    for (let chars = 0; end < this.#items.length && chars < answerChars; end++) chars += this.#items[end]?.length ?? 0;
    const items = this.#items.slice(this.#head, end);
    return { items, upTo: first + items.length, last: this.#last, lost: this.#lost };
  }

  #count(): number {
    return this.#items.length - this.#head;
  }

  #shift(): void {
    this.#chars -= this.#items[this.#head]?.length ?? 0;
    this.#items[this.#head] = '';
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }
}
