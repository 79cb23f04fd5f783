import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Span } from '../model/time';
import { NoColumns, type Columns } from './columns';
import { followGestures, spanByKey, zoomed, type SpanControl } from './gestures';
import { tickTexts } from './ticks';
import { chartTheme, onThemeChange, type ChartTheme } from './theme';

/** One series on a chart. */
export interface Trace {
  readonly name: string;
  readonly color: number;
  readonly columns: Columns;
  /** Which axis: 0 left, 1 right. */
  readonly axis: 0 | 1;
  /** Another time's readings, for comparison. */
  readonly faint?: boolean;
}

export interface Axis {
  readonly label: string;
  readonly format: (value: number) => string;
}

/** A moment worth a mark: another board took over. */
export interface Seam {
  readonly at: number;
  readonly text: string;
}

export interface ChartProps {
  readonly label: string;
  readonly traces: readonly Trace[];
  readonly axes: readonly Axis[];
  readonly span: Span;
  readonly zone: string;
  readonly seams?: readonly Seam[];
  /** Times to stand out: while an alert fired. */
  readonly marks?: readonly Span[];
  readonly height: number;
  readonly onSpan: (span: Span) => void;
  /** Told what is under the pointer: the row of each trace, or null where there is none. All null: the pointer is away. */
  readonly onCursor: (time: number | null, rows: readonly (number | null)[]) => void;
  /** Takes the canvas for a picture. */
  readonly onReady?: (canvas: () => HTMLCanvasElement | null) => void;
}

const SideWidth = 64;
const PointSize = 7;

/** A chart over time. The only place that knows uPlot. */
export function Chart(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [theme, setTheme] = useState(chartTheme);
  useEffect(() => onThemeChange(() => setTheme(chartTheme())), []);

  // Another set of traces needs another plot; other data do not.
  const shape = JSON.stringify([props.traces.map(({ name, color, axis, faint, columns }) => [name, color, axis, faint, columns.rises, columns.low !== null]),
    props.axes.map(axis => axis.label), props.zone, props.height, theme.isDark]);
  const table = useMemo(() => tableOf(props.traces), [props.traces]);

  useEffect(() => {
    const host = box.current!;
    const made = new uPlot(options(latest, theme, Math.max(200, host.clientWidth)), tableOf(latest.current.traces).data, host);
    plot.current = made;
    latest.current.onReady?.(() => plot.current?.ctx.canvas ?? null);
    const control: SpanControl = { span: () => latest.current.span, move: span => latest.current.onSpan(span) };
    const stopGestures = followGestures(made.over, control);
    const resize = new ResizeObserver(entries => made.setSize({ width: Math.max(200, entries[0]!.contentRect.width), height: latest.current.height }));
    resize.observe(host);
    return () => {
      resize.disconnect();
      stopGestures();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);

  useEffect(() => {
    const made = plot.current;
    if (!made) return;
    made.batch(() => {
      made.setData(table.data, false);
      made.setScale('x', { min: props.span.from, max: props.span.to });
    });
    // For whoever measures how long a chart takes: the browser's own tools, and our tests.
    if (table.data[0].length > 0) performance.mark('chart');
  }, [table, props.span.from, props.span.to, props.marks?.map(mark => `${mark.from}-${mark.to}`).join(), shape]);

  const keyDown = (event: KeyboardEvent) => {
    const next = spanByKey(props.span, event.key);
    if (!next) return;
    event.preventDefault();
    props.onSpan(next);
  };
  return (
    <div class="chart" ref={box} tabIndex={0} role="img" aria-label={props.label} onKeyDown={keyDown}
      onDblClick={() => props.onSpan(zoomed(props.span, 3, 0.5))} />
  );
}

interface Table {
  readonly data: uPlot.AlignedData;
}

/** All traces on one time axis: line, low and high of each, whether a trace has a band or not. */
function tableOf(traces: readonly Trace[]): Table {
  if (traces.length === 0) return { data: [[]] };
  const tables = traces.map(({ columns }) => {
    const { x, line, low, high } = columns.x.length ? columns : NoColumns;
    return [x, line, low ?? line, high ?? line] as uPlot.AlignedData;
  });
  // An empty row is a gap, over all rows that others have there; a time that only another trace has is none.
  return { data: tables.length === 1 ? tables[0]! : uPlot.join(tables, tables.map(() => [0, 2, 2, 2])) };
}

function options(latest: { current: ChartProps }, theme: ChartTheme, width: number): uPlot.Options {
  const { traces, axes, zone, height, span } = latest.current;
  const bands: uPlot.Band[] = [];
  const series: uPlot.Series[] = [{}];
  traces.forEach((trace, i) => {
    const color = theme.colors[trace.color % theme.colors.length]!;
    const stroke = trace.faint ? color + '99' : color;
    const scale = trace.axis === 1 ? 'right' : 'left';
    const first = series.length;
    series.push({
      label: trace.name, scale, stroke, width: 1.5, dash: trace.faint ? [5, 4] : [],
      paths: trace.columns.rises ? uPlot.paths.bars!({ size: [0.8, 40] }) : uPlot.paths.linear!(),
      ...(trace.columns.rises ? { fill: color + '66' } : {}),
      points: { show: true, size: 5, fill: stroke, width: 0, filter: u => pointsOf(u, latest.current.traces[i]) },
    });
    series.push({ scale, stroke: 'transparent', width: 0, points: { show: false } }, { scale, stroke: 'transparent', width: 0, points: { show: false } });
    if (trace.columns.low) bands.push({ series: [first + 2, first + 1], fill: color + (theme.isDark ? '40' : '2e') });
  });
  return {
    width, height, series, bands,
    tzDate: at => uPlot.tzDate(new Date(at * 1000), zone),
    legend: { show: false },
    padding: [8, axes.length > 1 ? 0 : 12, 0, 0],
    focus: { alpha: 1 },
    cursor: {
      sync: { key: 'page', scales: ['x', null] },
      drag: { x: true, y: false, setScale: false },
      points: { size: PointSize, show: cursorPoint },
      bind: { dblclick: () => null },
    },
    scales: {
      x: { time: true, min: span.from, max: span.to, range: (_, min, max) => [min, max] },
      left: { range: padded },
      ...(axes.length > 1 ? { right: { range: padded } } : {}),
    },
    axes: [
      {
        stroke: theme.quiet, font: '12px system-ui, sans-serif', grid: { stroke: theme.grid, width: 1 }, ticks: { show: false }, size: 36, space: 70,
        values: (_, splits) => tickTexts(splits, zone),
      },
      ...axes.map((axis, i): uPlot.Axis => ({
        scale: i === 1 ? 'right' : 'left', side: i === 1 ? 1 : 3, stroke: theme.quiet, font: '12px system-ui, sans-serif', size: SideWidth, space: 34,
        grid: { show: i === 0, stroke: theme.grid, width: 1 }, ticks: { show: false }, values: (_, splits) => splits.map(axis.format),
      })),
    ],
    hooks: {
      setSelect: [u => select(u, latest.current)],
      setCursor: [u => latest.current.onCursor(u.cursor.idx == null ? null : u.data[0][u.cursor.idx]!, traces.map((_, i) => rowAt(u, 1 + 3 * i)))],
      drawClear: [u => drawMarks(u, latest.current, theme)],
      draw: [u => drawSeams(u, latest.current, theme)],
    },
  };
}

/** The spot on the line under the pointer; the edges of a band have none. */
function cursorPoint(_: uPlot, series: number): HTMLElement {
  const point = document.createElement('div');
  Object.assign(point.style, { width: PointSize + 'px', height: PointSize + 'px', marginLeft: -PointSize / 2 + 'px', marginTop: -PointSize / 2 + 'px' });
  if (series % 3 !== 1) point.style.display = 'none';
  return point;
}

/** A line through few readings shows each of them; one through many only those that stand alone. */
function pointsOf(u: uPlot, trace: Trace | undefined): number[] {
  if (!trace || trace.columns.rises) return [];
  const { x, line, alone } = trace.columns;
  const rows = x.length <= 40 ? line.flatMap((value, i) => (value === null ? [] : [i])) : alone;
  // With several traces the table has rows of the others in between.
  return u.data[0].length === x.length ? rows : rows.map(row => rowOf(u.data[0], x[row]!));
}

function rowOf(times: ArrayLike<number>, time: number): number {
  let low = 0, high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The reading of a trace nearest to the pointer: its own row, or with several traces the next one of its own near by. */
function rowAt(u: uPlot, series: number): number | null {
  const at = u.cursor.idx;
  if (at == null) return null;
  const column = u.data[series]!;
  for (let away = 0; away < 50; away++)
    for (const row of [at - away, at + away]) if (column[row] != null) return away === 0 || isNear(u, at, row) ? row : null;
  return null;
}

function isNear(u: uPlot, a: number, b: number): boolean {
  const [from, to] = [u.scales['x']!.min!, u.scales['x']!.max!];
  return Math.abs(u.data[0][a]! - u.data[0][b]!) < (to - from) / 60;
}

function select(u: uPlot, props: ChartProps): void {
  if (u.select.width < 8) return;
  const span = { from: u.posToVal(u.select.left, 'x'), to: u.posToVal(u.select.left + u.select.width, 'x') };
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  // The other charts of the page are told of a selection too; the one under the pointer speaks for all.
  if (span.to - span.from >= 2 && u.over.matches(':hover')) props.onSpan(span);
}

/** Some air above and below; a flat line gets as much as a person would think nothing of. */
function padded(_: uPlot, min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1];
  const air = max > min ? (max - min) * 0.08 : Math.abs(max) * 0.02 || 1;
  return [min - air, max + air];
}

/** Behind everything else: a tint, and an edge on each side, so that it is told by more than colour. */
function drawMarks(u: uPlot, props: ChartProps, theme: ChartTheme): void {
  const { ctx, bbox } = u;
  for (const mark of props.marks ?? []) {
    const [left, right] = [mark.from, mark.to].map(at => u.valToPos(Math.min(Math.max(at, props.span.from), props.span.to), 'x', true)) as [number, number];
    if (mark.to < props.span.from || mark.from > props.span.to) continue;
    ctx.save();
    ctx.fillStyle = theme.alarm;
    ctx.globalAlpha = 0.16;
    ctx.fillRect(left, bbox.top, Math.max(right - left, devicePixelRatio), bbox.height);
    ctx.globalAlpha = 0.7;
    for (const [at, x] of [[mark.from, left], [mark.to, right]] as const)
      if (at >= props.span.from && at <= props.span.to) ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height);
    ctx.restore();
  }
}

function drawSeams(u: uPlot, props: ChartProps, theme: ChartTheme): void {
  const { ctx, bbox } = u;
  for (const seam of props.seams ?? []) {
    if (seam.at <= props.span.from || seam.at >= props.span.to) continue;
    const x = Math.round(u.valToPos(seam.at, 'x', true));
    ctx.save();
    ctx.strokeStyle = theme.quiet;
    ctx.fillStyle = theme.quiet;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = x > bbox.left + bbox.width / 2 ? 'right' : 'left';
    ctx.fillText(seam.text, x + (ctx.textAlign === 'right' ? -4 : 4) * devicePixelRatio, bbox.top + 12 * devicePixelRatio);
    ctx.restore();
  }
}
