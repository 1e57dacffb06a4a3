/** The document cannot be read, now or later: trying again would change nothing. The message is shown to people. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
