/**
 * What the page does beyond being read: theme, local times, filter, charts, copying, enlarging. The functions below are not run here:
 * their source is put into the page, so they use nothing but each other and the browser. Without them the page is whole.
 */
export const clientScript = (): string => `"use strict";\n${[themes, times, copying, enlarging, filtering, keys, charts, printing, opening, start].map(String).join('\n')}\nstart();`;

interface ChartData {
  readonly unit: string;
  readonly x: readonly number[];
  readonly names?: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly number[]; readonly colour: string; readonly shape: string }[];
}
type PlotClass = new (options: object, data: readonly (readonly number[])[], into: Element) => { readonly destroy: () => void };

function start(): void {
  document.documentElement.classList.add('scripted');
  for (const part of [themes, times, copying, enlarging, filtering, keys, charts, printing, opening]) part();
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
  const zone = Intl.DateTimeFormat(undefined, { timeZoneName: 'short' }).formatToParts(new Date()).find((part) => part.type === 'timeZoneName')?.value ?? '';
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
      setTimeout(() => { button.textContent = 'copy'; }, 1500);
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
  const form = document.querySelector<HTMLFormElement>('.filter');
  const told = form?.querySelector('output');
  if (!form || !told) return;
  const items = [...document.querySelectorAll<HTMLElement>('.findings > li')].map((element) => ({
    element, text: (element.querySelector('.line')?.textContent ?? '').toLowerCase(), hidden: false,
  }));
  const apply = (): void => {
    const words = (form.querySelector('input')?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = [...form.querySelectorAll('select')].filter((select) => select.value !== '').map((select) => [select.dataset.key ?? '', select.value] as const);
    let shown = 0;
    for (const item of items) {
      const hidden = !(chosen.every(([key, value]) => item.element.dataset[key] === value) && words.every((word) => item.text.includes(word)));
      if (hidden !== item.hidden) item.element.hidden = item.hidden = hidden;
      if (!hidden) shown++;
    }
    told.textContent = shown === items.length ? `${items.length} shown` : `${shown} of ${items.length} shown`;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
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

function charts(): void {
  const Plot = (globalThis as { readonly uPlot?: PlotClass & { readonly paths?: { readonly bars?: (options: object) => unknown } } }).uPlot;
  const figures = [...document.querySelectorAll('.chart')];
  if (!Plot) {
    for (const figure of figures) figure.querySelector('.needs-script')?.remove();
    return;
  }
  const drawn = new Map<Element, { readonly destroy: () => void }>();
  const colour = (name: string): string => {
    const probe = document.createElement('i');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const draw = (figure: Element): void => {
    const into = figure.querySelector('.plot');
    const data = JSON.parse(figure.querySelector('script')?.textContent ?? '{}') as ChartData;
    if (!into || into.clientWidth === 0) return;
    drawn.get(figure)?.destroy();
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    const bars = data.series[0]?.shape === 'bars';
    const series = data.series.map((each) => ({
      label: each.label, stroke: colour(each.colour), width: each.shape === 'dashed' ? 1.5 : 2, points: { show: false },
      ...(each.shape === 'dashed' ? { dash: [5, 4] } : {}),
      ...(each.shape === 'bars' ? { fill: colour(each.colour), width: 0, paths: Plot.paths?.bars?.({ size: [0.72, 60], radius: 0.12 }) } : {}),
    }));
    const named = (splits: readonly number[]): readonly string[] => splits.map((at) => (Number.isInteger(at) ? (data.names?.[at] ?? '') : ''));
    const edge = bars ? 0.6 : 0;
    drawn.set(figure, new Plot({
      width: into.clientWidth, height: 196, legend: { show: false }, cursor: { show: false }, padding: [8, 8, 0, 0],
      scales: { x: { time: false, range: (_: unknown, low: number, high: number) => [low - edge, high + edge] }, y: { range: (_: unknown, __: number, high: number) => [0, Math.max(1, high * 1.08)] } },
      axes: [{ ...axis, size: 30, grid: { show: false }, ...(bars ? { values: (_: unknown, splits: readonly number[]) => named(splits), space: 30 } : { values: (_: unknown, splits: readonly number[]) => splits.map((at) => `${at} s`) }) }, { ...axis, size: 46 }],
      series: [{}, ...series],
    }, [data.x, ...data.series.map((each) => each.values)], into));
  };
  const drawAll = (): void => {
    for (const key of document.querySelectorAll<SVGElement>('.keys svg[data-colour]')) key.style.color = `var(${key.dataset.colour ?? ''})`;
    figures.forEach(draw);
  };
  for (const table of document.querySelectorAll<HTMLDetailsElement>('.behind')) table.open = false;
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = Number(setTimeout(drawAll, 120));
  });
  addEventListener('theme', drawAll);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  drawAll();
}

/** On paper everything is open; afterwards the page is as it was. */
function printing(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('#findings details:not([open])')].slice(0, 500);
    for (const each of opened) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
  });
}

/** A link to a finding or to evidence opens it. */
function opening(): void {
  const open = (): void => {
    const target = /^#(finding|evidence)-[0-9a-f]+$/.test(location.hash) ? document.querySelector(location.hash) : null;
    const details = target?.querySelector('details');
    if (details) details.open = true;
    target?.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();
}
