/**
 * What the page of a run that goes on does: it listens to the run's events, replaces the regions that changed, and becomes the report when the run
 * has ended. As in client.ts, the functions' source goes into the page.
 */
export function followScript(): string {
  return `"use strict";\n${[follow, replace, ticking].map(String).join('\n')}\nfollow();\nticking();`.replace(/<\/script/gi, '<\\/script');
}

function follow(): void {
  const address = document.querySelector<HTMLElement>('main')?.dataset.events ?? '';
  const source = new EventSource(address);
  document.querySelector('#unscripted')?.remove();
  const again = (): void => location.reload();
  source.addEventListener('open', () => document.documentElement.classList.remove('lost'));
  source.addEventListener('part', (event: MessageEvent<string>) => {
    const { id, html } = JSON.parse(event.data) as { readonly id: string; readonly html: string };
    replace(id, html);
  });
  source.addEventListener('end', () => {
    source.close();
    again();
  });
  source.addEventListener('error', () => {
    document.documentElement.classList.add('lost');
    // The browser tries again by itself, unless it was refused: then the page asks anew, a little later.
    if (source.readyState === EventSource.CLOSED) setTimeout(again, 5_000);
  });
}

/** Puts a region in place. What the reader had opened stays open; a region that is the same is not touched. */
function replace(id: string, html: string): void {
  const region = document.querySelector(`#live-${id}`);
  if (!region) return;
  const next = document.createElement('div');
  next.innerHTML = html;
  if (next.innerHTML === region.innerHTML) return;
  const open = new Map([...region.querySelectorAll('li[id]')].map((item) => [item.id, item.querySelector('details')?.open === true]));
  const focused = region.contains(document.activeElement) ? document.activeElement?.closest('li[id]')?.id : undefined;
  for (const item of next.querySelectorAll('li[id]')) {
    const details = item.querySelector('details');
    if (details && open.has(item.id)) details.open = open.get(item.id) === true;
  }
  region.replaceChildren(...next.childNodes);
  if (focused) document.getElementById(focused)?.querySelector('summary')?.focus({ preventScroll: true });
}

/** The clock runs between two events too. */
function ticking(): void {
  let shown: Element | null = null;
  let since = 0;
  setInterval(() => {
    const element = document.querySelector<HTMLElement>('#elapsed');
    if (!element) return;
    if (element !== shown) {
      shown = element;
      since = performance.now();
    }
    const seconds = Math.floor((Number(element.dataset.ms) + performance.now() - since) / 1_000);
    element.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }, 500);
}
