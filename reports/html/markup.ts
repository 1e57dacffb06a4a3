import { visible } from '../words/visible.ts';

/** Text that is already HTML. Only `html` and `raw` make it, so that nothing gets into a page unescaped by accident. */
export interface Html {
  readonly html: string;
}
export type Content = Html | string | number | undefined | false | readonly Content[];

/**
 * A template whose holes are escaped unless they are HTML themselves. Lists are joined, undefined and false are left out. Line ends in
 * the template itself, with the white space after them, are dropped: they only make the source readable.
 */
export function html(parts: TemplateStringsArray, ...holes: readonly Content[]): Html {
  return { html: parts.reduce((text, part, index) => text + (index === 0 ? '' : render(holes[index - 1])) + part.replace(/\n\s*/g, ''), '') };
}

/** Trusted text of our own: style, script, drawings. */
export function raw(text: string): Html {
  return { html: text };
}

export function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  if ('html' in content) return content.html;
  return content.map(render).join('');
}

/** Safe in text and in quoted attributes; controls and direction marks are made visible. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
