import { useMemo, useRef, useState } from 'preact/hooks';
import type { SeriesAnswer } from '../api/types';
import { colorOf, metricTitle } from '../model/names';
import { formatValue } from '../model/numbers';
import type { Reading } from '../model/house';
import { timeText, type Span } from '../model/time';
import { displayOf, symbolOf, type UnitWishes } from '../model/units';
import { ReadingValue } from '../parts/ReadingValue';
import { useWidth } from '../parts/useWidth';
import { Chart, type Seam } from './Chart';
import { extentOf, isStepped, NoColumns, rowsOf, toColumns } from './columns';
import { useAnswers } from './answers';
import { stepText } from './text';

export interface PanelProps {
  readonly reading: Reading;
  readonly span: Span;
  /** The span that is asked for: as `span`, but not moving with every second. */
  readonly asked: Span;
  readonly isLive: boolean;
  readonly zone: string;
  readonly wishes: UnitWishes;
  readonly seams: readonly Seam[];
  /** Times to stand out: while an alert fired. */
  readonly marks?: readonly Span[];
  /** Of a leak sensor, whether the rules call its newest reading wet. */
  readonly isWet?: boolean;
  readonly onSpan: (span: Span) => void;
  readonly onCanvas: (title: string, canvas: () => HTMLCanvasElement | null) => void;
}

const TableRows = 100;

/** One metric of a location: its chart, what stands under the pointer, and the table behind it. */
export function Panel(props: PanelProps) {
  const { reading, span, asked, isLive, zone, wishes, seams, marks = [], isWet, onSpan } = props;
  const box = useRef<HTMLElement>(null);
  const pixels = useWidth(box, 800);
  const { answers, problem } = useAnswers([{ reading, shift: 0 }], asked, pixels, isLive);
  const answer = answers[0];
  const display = displayOf(reading.unit, wishes);
  const columns = useMemo(() => (answer ? toColumns(answer, display) : NoColumns), [answer, display.unit]);
  const [cursor, setCursor] = useState<{ time: number; row: number } | null>(null);
  const title = metricTitle(reading.metric);
  const symbol = symbolOf(display.unit);
  const format = (value: number) => formatValue(value, display.unit);
  const onCursor = (time: number | null, rows: readonly (number | null)[]) => setCursor(time === null || rows[0] == null ? null : { time, row: rows[0] });
  return (
    <section class="panel" ref={box} aria-labelledby={`series-${reading.id}`}>
      <header>
        <h2 id={`series-${reading.id}`}>{title}</h2>
        {answer && <Summary answer={answer} unit={symbol} format={format} display={display} />}
        <p class="readout">
          {cursor && columns.x[cursor.row] === cursor.time
            ? <Readout columns={columns} row={cursor.row} time={cursor.time} zone={zone} format={format} unit={symbol} />
            : reading.value !== null && <ReadingValue value={reading.value} unit={reading.unit} metric={reading.metric} wishes={wishes} {...(isWet === undefined ? {} : { isWet })} />}
        </p>
      </header>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class={answer && answer.time.length === 0 ? 'plot bare' : 'plot'} aria-busy={!answer}>
        <Chart label={chartLabel(title, answer, symbol, format, display) + seamsText(seams, span, zone) + marksText(marks, span, zone)} traces={[{ name: title, color: colorOf(reading.metric), columns, axis: 0 }]}
          axes={[{ label: symbol, format }]} span={span} zone={zone} seams={seams} marks={marks} height={220}
          onSpan={onSpan} onCursor={onCursor} onReady={canvas => props.onCanvas(title + (symbol && `, ${symbol}`), canvas)} />
        {answer && answer.time.length === 0 && <p class="empty">No reading in this time.</p>}
      </div>
      {answer && answer.time.length > 0 && <Table answer={answer} zone={zone} unit={symbol} format={format} display={display} title={title} />}
    </section>
  );
}

type Format = (value: number) => string;
type Shown = ReturnType<typeof displayOf>;

function Summary({ answer, unit, format, display }: { answer: SeriesAnswer; unit: string; format: Format; display: Shown }) {
  const extent = extentOf(answer, display);
  if (!extent || (isStepped(answer) && answer.increase)) return <p class="summary">{isStepped(answer) && answer.increase ? `per ${stepText(answer)}` : ''}</p>;
  return (
    <p class="summary">
      {format(extent.low)} to {format(extent.high)} {unit}
      {isStepped(answer) && <span title="The line is the mean of each window, the band its lowest and highest reading"> · windows of {stepText(answer)}</span>}
    </p>
  );
}

interface ReadoutProps {
  columns: ReturnType<typeof toColumns>;
  row: number;
  time: number;
  zone: string;
  format: Format;
  unit: string;
}

function Readout({ columns, row, time, zone, format, unit }: ReadoutProps) {
  const value = columns.line[row], low = columns.low?.[row], high = columns.high?.[row];
  return (
    <>
      <span class="when">{timeText(time, zone)}</span>
      {value != null && <span class="number">{format(value)}</span>}
      <span class="unit">{unit && '\u202f' + unit}</span>
      {low != null && high != null && low !== high && <span class="between">{format(low)}–{format(high)}</span>}
    </>
  );
}

function Table({ answer, zone, unit, format, display, title }: { answer: SeriesAnswer; zone: string; unit: string; format: Format; display: Shown; title: string }) {
  const [isOpen, setOpen] = useState(false);
  const rows = isOpen ? rowsOf(answer, display, TableRows) : [];
  const isBanded = isStepped(answer) && !answer.increase;
  return (
    <details class="behind" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={`${title} as a table`}>
        <table>
          <thead><tr><th scope="col">{isStepped(answer) ? `From (for ${stepText(answer)})` : 'Time'}</th><th scope="col">{isBanded ? 'Mean' : 'Value'} {unit && `(${unit})`}</th>
            {isBanded && <><th scope="col">Lowest</th><th scope="col">Highest</th></>}</tr></thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.time}><td>{timeText(row.time, zone)}</td><td>{format(row.value)}</td>
                {isBanded && <><td>{format(row.low!)}</td><td>{format(row.high!)}</td></>}</tr>
            ))}
          </tbody>
        </table>
        {answer.time.length > rows.length && isOpen && <p class="quiet">The latest {rows.length} of {answer.time.length}; the CSV file has all.</p>}
      </div>
    </details>
  );
}

function chartLabel(title: string, answer: SeriesAnswer | undefined, unit: string, format: Format, display: Shown): string {
  const extent = answer && extentOf(answer, display);
  const keys = 'Arrow keys move in time, plus and minus zoom.';
  if (!answer || !extent) return `${title}. ${keys}`;
  const values = isStepped(answer) ? `${answer.time.length} windows of ${stepText(answer)}` : `${answer.time.length} readings`;
  return `${title}: ${values}, ${format(extent.low)} to ${format(extent.high)} ${unit}. ${keys} A table follows.`;
}

function seamsText(seams: readonly Seam[], span: Span, zone: string): string {
  return seams.filter(seam => seam.at > span.from && seam.at < span.to).map(seam => ` Board ${seam.text} took over at ${timeText(seam.at, zone)}.`).join('');
}

function marksText(marks: readonly Span[], span: Span, zone: string): string {
  return marks.filter(mark => mark.to > span.from && mark.from < span.to).map(mark => ` Marked: it fired from ${timeText(mark.from, zone)} to ${timeText(mark.to, zone)}.`).join('');
}
