/** The charts of the page, drawn by uPlot from the data beside them. As in client.ts, the functions' source goes into the page. */
export const drawing = { start: charts, others: [drawChart, chartOptions, chartAxes, colourOf] } as const;

interface ChartData {
  readonly x: readonly number[];
  readonly names?: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly number[]; readonly colour: string; readonly shape: string }[];
}
interface Drawn {
  readonly destroy: () => void;
}
interface Plot {
  new (options: object, data: readonly (readonly number[])[], into: Element): Drawn;
  readonly paths: { readonly bars: (options: object) => unknown };
}

/** Draws every chart, and again when the width or the theme changes. Without the library the tables stay open. */
function charts(): void {
  const plot = (globalThis as { readonly uPlot?: Plot }).uPlot;
  const figures = [...document.querySelectorAll('.chart')];
  if (!plot) {
    for (const figure of figures) figure.querySelector('.needs-script')?.remove();
    return;
  }
  for (const table of document.querySelectorAll<HTMLDetailsElement>('.behind')) table.open = false;
  for (const key of document.querySelectorAll<SVGElement>('.keys svg[data-colour]')) key.style.color = `var(${key.dataset.colour ?? ''})`;
  const drawn = new Map<Element, Drawn>();
  const drawAll = (): void => {
    for (const figure of figures) {
      drawn.get(figure)?.destroy();
      const chart = drawChart(plot, figure);
      if (chart) drawn.set(figure, chart);
    }
  };
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = Number(setTimeout(drawAll, 120));
  });
  addEventListener('theme', drawAll);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  drawAll();
}

function drawChart(plot: Plot, figure: Element): Drawn | undefined {
  const into = figure.querySelector('.plot');
  if (!into || into.clientWidth === 0) return undefined;
  const data = JSON.parse(figure.querySelector('script')?.textContent ?? '{}') as ChartData;
  return new plot(chartOptions(plot, data, into.clientWidth), [data.x, ...data.series.map((each) => each.values)], into);
}

function chartOptions(plot: Plot, data: ChartData, width: number): object {
  const edge = data.names ? 0.6 : 0;
  const series = data.series.map((each) => {
    const stroke = colourOf(each.colour);
    const base = { label: each.label, stroke, points: { show: false } };
    if (each.shape === 'bars') return { ...base, fill: stroke, width: 0, paths: plot.paths.bars({ size: [0.72, 60], radius: 0.12 }) };
    return each.shape === 'dashed' ? { ...base, width: 1.5, dash: [5, 4] } : { ...base, width: 2 };
  });
  return {
    width,
    height: 196,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_: unknown, low: number, high: number) => [low - edge, high + edge] },
      y: { range: (_: unknown, __: number, high: number) => [0, Math.max(1, high * 1.08)] },
    },
    axes: chartAxes(data),
    series: [{}, ...series],
  };
}

function chartAxes(data: ChartData): readonly object[] {
  const axis = {
    stroke: colourOf('--quiet'),
    grid: { stroke: colourOf('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  const nameOf = (at: number): string => (data.names ? (data.names[at] ?? '') : `${at} s`);
  const values = (_: unknown, splits: readonly number[]): readonly string[] => splits.map(nameOf);
  return [{ ...axis, size: 30, space: data.names ? 30 : 50, grid: { show: false }, values }, { ...axis, size: 46 }];
}

/** A canvas knows no custom properties: the browser says what one is in the present theme. */
function colourOf(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
