import { drawing } from './drawing.ts';

/**
 * What the page does beyond being read: theme, local times, filter, charts, copying, enlarging. The functions below are not run here:
 * their source is put into the page, so they use nothing but the browser and each other in the same file. Without them the page is whole.
 */
export function clientScript(): string {
  const started = [marking, themes, times, copying, enlarging, filtering, linking, keys, drawing.start, printing, opening, cells];
  const sources = [...started, filterBy, reveal, ...drawing.others].map(String);
  return `"use strict";\n${sources.join('\n')}\n${started.map((each) => `${each.name}();`).join('\n')}`;
}

/** Shows what only works with scripts. */
function marking(): void {
  document.documentElement.classList.add('scripted');
}

function themes(): void {
  const root = document.documentElement;
  document.querySelector('#theme')?.addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    dispatchEvent(new Event('theme'));
  });
}

/** UTC in the file, the reader's own zone on the screen. */
function times(): void {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const zone =
    Intl.DateTimeFormat(undefined, { timeZoneName: 'short' })
      .formatToParts(new Date())
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  for (const time of document.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.title = time.dateTime;
    time.textContent = `${format.format(date)} ${zone}`;
  }
}

function copying(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button.copy') : null;
    const code = button?.previousElementSibling;
    if (!button || !code) return;
    const said = (word: string): void => {
      button.textContent = word;
      setTimeout(() => {
        button.textContent = 'copy';
      }, 1500);
    };
    const select = (): void => {
      getSelection()?.selectAllChildren(code);
      said('selected');
    };
    if (!navigator.clipboard) return select();
    navigator.clipboard.writeText(code.textContent ?? '').then(() => said('copied'), select);
  });
}

function enlarging(): void {
  const dialog = document.createElement('dialog');
  dialog.append(new Image(), document.createElement('p'));
  document.body.append(dialog);
  dialog.addEventListener('click', () => dialog.close());
  document.addEventListener('click', (event) => {
    const shown = event.target instanceof Element ? event.target.closest('.shot')?.querySelector('img') : null;
    const image = dialog.querySelector('img');
    const words = dialog.querySelector('p');
    if (!shown || !image || !words) return;
    image.src = shown.src;
    image.alt = shown.alt;
    words.textContent = shown.alt;
    dialog.showModal();
  });
}

function filtering(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.filter')) filterBy(form);
}

/** A form names what it hides: `data-items`; and what it counts of these, where they are not all: `data-counted`. */
function filterBy(form: HTMLFormElement): void {
  const told = form.querySelector('output');
  const counted = form.dataset.counted;
  if (!told) return;
  const items = [...document.querySelectorAll<HTMLElement>(form.dataset.items ?? '')].map((element) => ({
    element,
    text: (element.dataset.t ?? element.querySelector('.line')?.textContent ?? '').toLowerCase(),
    counts: counted === undefined || element.matches(counted),
    hidden: false,
  }));
  const all = items.filter((item) => item.counts).length;
  const apply = (): void => {
    const words = (form.querySelector('input')?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = [...form.querySelectorAll('select')]
      .filter((select) => select.value !== '')
      .map((select) => [select.dataset.key ?? '', select.value] as const);
    let shown = 0;
    for (const item of items) {
      const hidden = !(
        chosen.every(([key, value]) => item.element.dataset[key] === value) && words.every((word) => item.text.includes(word))
      );
      if (hidden !== item.hidden) item.element.hidden = item.hidden = hidden;
      if (!hidden && item.counts) shown++;
    }
    told.textContent = shown === all ? `${all} shown` : `${shown} of ${all} shown`;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
}

/** A leaf of an answer and the cell that supplied it light up together, under the mouse and with the focus. */
function linking(): void {
  let lit: Element[] = [];
  const light = (event: Event): void => {
    const name = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-l]')?.dataset.l : undefined;
    for (const each of lit) each.classList.remove('lit');
    const target = event.target instanceof Element ? event.target.closest('.beside') : null;
    lit = name === undefined || !target ? [] : [...target.querySelectorAll(`[data-l="${name}"]`)];
    for (const each of lit) each.classList.add('lit');
  };
  document.addEventListener('mouseover', light);
  document.addEventListener('focusin', light);
}

/** `/` goes to the filter, `j` and `k` to the next and last finding. */
function keys(): void {
  addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') {
      document.querySelector<HTMLInputElement>('#filter-text')?.focus();
      event.preventDefault();
    }
    if (event.key !== 'j' && event.key !== 'k') return;
    const lines = [...document.querySelectorAll<HTMLElement>('.findings > li:not([hidden]) > details > summary')];
    const at = lines.indexOf(document.activeElement as HTMLElement);
    const next = lines[Math.max(0, Math.min(lines.length - 1, at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1)))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  });
}

/** On paper everything is open and light, the charts too; afterwards the page is as it was. */
function printing(): void {
  const root = document.documentElement;
  let opened: HTMLDetailsElement[] = [];
  let theme: string | undefined;
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('#findings details:not([open]), .proofs > [data-k=lie] > details:not([open])')].slice(0, 500);
    for (const each of opened) each.open = true;
    theme = root.dataset.theme;
    root.dataset.theme = 'light';
    dispatchEvent(new Event('theme'));
  });
  addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
    dispatchEvent(new Event('theme'));
  });
}

/** A link to a finding, a proof or evidence opens it. */
function opening(): void {
  addEventListener('hashchange', () => reveal(location.hash));
  reveal(location.hash);
}

function reveal(hash: string, part?: string): void {
  const target = /^#(finding|evidence|proof)-[0-9a-f]+$/.test(hash) ? document.querySelector<HTMLElement>(hash) : null;
  const details = target?.querySelector('details');
  if (target) target.hidden = false;
  if (details) details.open = true;
  (target?.querySelector(`[data-part="${part ?? ''}"]`) ?? target)?.scrollIntoView();
}

/** Every cell of the matrix opens its row's proof at the part that it is about. */
function cells(): void {
  document.addEventListener('click', (event) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.matrix td[data-part]') : null;
    const link = cell?.parentElement?.querySelector<HTMLAnchorElement>('th a');
    if (!cell || !link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    history.pushState(null, '', link.hash);
    reveal(link.hash, cell.dataset.part);
    document.querySelector<HTMLElement>(`${link.hash} > details > summary`)?.focus({ preventScroll: true });
  });
}
