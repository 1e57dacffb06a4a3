import { html, type Content, type Html } from './markup.ts';

/** A column: its name, and `num` for numbers, which stand on the right with their unit in the name. */
export type Column = string | { readonly num: string };

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Html[];
  readonly name?: string;
}

/** A section of the page that the bar at its top links to. */
export function section(id: string, title: string, note: Content, content: Content): Html {
  return html`
    <section id="${id}">
      <h2>${title}${note && html` <small>${note}</small>`}</h2>
      ${content}
    </section>`;
}

/** A table with a caption for those who do not see it; it scrolls by itself where the screen is narrow. */
export function table({ caption, columns, rows, name }: Table): Html {
  return html`
    <div class="scroll" tabindex="0">
      <table${name !== undefined && html` class="${name}"`}>
        <caption class="off">${caption}</caption>
        <thead><tr>${columns.map(head)}</tr></thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}

function head(column: Column): Html {
  return typeof column === 'string' ? html`<th scope="col">${column}</th>` : html`<th scope="col" class="num">${column.num}</th>`;
}

export function row(name: Content, cells: Content): Html {
  return html`<tr><th scope="row">${name}</th>${cells}</tr>`;
}

export function cell(content: Content): Html {
  return html`<td>${content}</td>`;
}

export function number(content: Content): Html {
  return html`<td class="num">${content}</td>`;
}

/** Names with what belongs to them; an undefined one is left out. */
export function pairs(entries: readonly (readonly [string, Content])[]): Html {
  const present = entries.filter(([, content]) => content !== undefined && content !== false);
  return html`<dl class="pairs">${present.map(([name, content]) => html`<dt>${name}</dt><dd>${content}</dd>`)}</dl>`;
}

/** Something to open for those who want to know more. */
export function more(title: Content, content: Content): Html {
  return html`<details><summary class="more">${title}</summary>${content}</details>`;
}

export function quiet(content: Content): Html {
  return html`<span class="quiet">${content}</span>`;
}

/** A word with a glyph before it, both in a state's colour. */
export function marked(state: string, glyph: string, word: string): Html {
  return html`<span class="state is-${state}"><i aria-hidden="true">${glyph}</i>${word}</span>`;
}

/** A state's glyph in its colour, with its word for those who see neither. */
export function sign(state: 'pass' | 'fail', glyph: string): Html {
  return html`<span class="state is-${state}"><i aria-hidden="true">${glyph}</i><span class="off">${state}: </span></span>`;
}
