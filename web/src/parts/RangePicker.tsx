import { useState } from 'preact/hooks';
import { bounded, Lasts, rangeTitle, type CalendarUnit, type Range, type Span } from '../model/time';

export interface RangePickerProps {
  readonly range: Range;
  readonly span: Span;
  readonly zone: string;
  readonly onRange: (range: Range) => void;
}

const Units: readonly (readonly [CalendarUnit, string])[] = [['day', 'Day'], ['week', 'Week'], ['month', 'Month'], ['year', 'Year']];

/** Which time is shown: the last hours or days, a day or month of the calendar, everything, or from here to there. */
export function RangePicker({ range, span, zone, onRange }: RangePickerProps) {
  const [isCustom, setCustom] = useState(false);
  const width = span.to - span.from;
  const step = (by: -1 | 1) =>
    onRange(range.kind === 'calendar'
      ? { ...range, back: Math.max(0, range.back - by) }
      : bounded(span.from + by * width, span.to + by * width));
  const canGoOn = range.kind === 'fixed' || (range.kind === 'calendar' && range.back > 0);
  return (
    <div class="ranges">
      <div class="chips" role="group" aria-label="Time shown">
        {Lasts.map(([name, seconds]) => (
          <button key={name} type="button" aria-pressed={range.kind === 'last' && range.seconds === seconds} onClick={() => onRange({ kind: 'last', seconds })}>{name}</button>
        ))}
        <button type="button" aria-pressed={range.kind === 'all'} onClick={() => onRange({ kind: 'all' })}>All</button>
        <select aria-label="Day, week, month or year" value={range.kind === 'calendar' ? range.unit : ''}
          onChange={event => event.currentTarget.value && onRange({ kind: 'calendar', unit: event.currentTarget.value as CalendarUnit, back: 0 })}>
          <option value="">Calendar</option>
          {Units.map(([unit, text]) => <option key={unit} value={unit}>{text}</option>)}
        </select>
        <button type="button" aria-expanded={isCustom} onClick={() => setCustom(!isCustom)}>From … to</button>
      </div>
      <div class="stepper">
        <button type="button" aria-label="Earlier" onClick={() => step(-1)} disabled={range.kind === 'all'}>‹</button>
        <span class="span">{rangeTitle(range, span, zone)}</span>
        <button type="button" aria-label="Later" onClick={() => step(1)} disabled={!canGoOn}>›</button>
        <button type="button" aria-label="Zoom in" onClick={() => onRange(bounded(span.from + width / 4, span.to - width / 4))}>+</button>
        <button type="button" aria-label="Zoom out" onClick={() => onRange(bounded(span.from - width / 2, span.to + width / 2))}>−</button>
      </div>
      {isCustom && <Custom span={span} onDone={chosen => {
        setCustom(false);
        onRange(chosen);
      }} />}
    </div>
  );
}

/** In the browser's own zone, because that is what its date fields speak. */
function Custom({ span, onDone }: { span: Span; onDone: (range: Range) => void }) {
  const [from, setFrom] = useState(fieldText(span.from));
  const [to, setTo] = useState(fieldText(span.to));
  const chosen = { kind: 'fixed' as const, from: Date.parse(from) / 1000, to: Date.parse(to) / 1000 };
  const isValid = chosen.to > chosen.from;
  return (
    <form class="custom" onSubmit={event => {
      event.preventDefault();
      if (isValid) onDone(chosen);
    }}>
      <label>From <input type="datetime-local" required value={from} onInput={event => setFrom(event.currentTarget.value)} /></label>
      <label>to <input type="datetime-local" required value={to} onInput={event => setTo(event.currentTarget.value)} /></label>
      <button disabled={!isValid}>Show</button>
      {!isValid && <span class="problem" role="alert">The end has to be after the beginning.</span>}
    </form>
  );
}

function fieldText(at: number): string {
  const date = new Date(at * 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
