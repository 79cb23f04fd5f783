import { useMemo, useRef, useState } from 'preact/hooks';
import { Chart, type Axis, type Trace } from '../charts/Chart';
import { NoColumns, toColumns } from '../charts/columns';
import { useAnswers, type Wish } from '../charts/answers';
import { fileNameOf, savePicture } from '../charts/picture';
import { colorClass } from '../charts/theme';
import type { House, Reading } from '../model/house';
import { metricWords } from '../model/names';
import { formatValue } from '../model/numbers';
import { browserZone, Day, timeText, type Range } from '../model/time';
import { displayOf, kindOf, symbolOf, unitsOfKind, type UnitWishes } from '../model/units';
import { RangePicker } from '../parts/RangePicker';
import { useWidth } from '../parts/useWidth';
import { go, locationPath, withQuery, type Place } from '../router';
import { useSpan } from './span';

const FirstSight: Range = { kind: 'last', seconds: 7 * Day };

/** As many as can be told apart by colour. */
const MostTraces = 8;

const Shifts: readonly (readonly [string, string, number])[] = [
  ['1d', 'the day before', Day], ['1w', 'the week before', 7 * Day], ['4w', 'four weeks before', 28 * Day], ['52w', 'the year before (52 weeks)', 364 * Day],
];

/** A series in the address: LOCATION:METRIC, and ~1w if it is moved here from a week before. */
interface Pick {
  readonly text: string;
  readonly reading: Reading;
  readonly shift: number;
}

/** Any series together. The address says all of it, so a link is a saved chart. */
export function Compare({ house, place }: { house: House; place: Place }) {
  const readings = house.places.flatMap(one => one.readings);
  const picks = picksOf(place.query.getAll('s'), readings);
  const { range, span, asked, isLive, setRange, setSpan } = useSpan(place, FirstSight, browserZone, null);
  const wishes = unitWishes(place.query, house.site.units);
  const canvas = useRef<() => HTMLCanvasElement | null>(() => null);
  const setPicks = (texts: string[]) => go(withQuery(place, { s: texts }), { replace: true });
  return (
    <>
      <div class="title"><h1>Compare</h1></div>
      <div class="tools">
        <RangePicker range={range} span={span} zone={browserZone} onRange={setRange} />
        {picks.length > 0 &&
          <div class="exports">
            <a href={`/api/v1/export.csv?${new URLSearchParams({ series: [...new Set(picks.map(pick => pick.reading.id))].join(','), from: String(Math.floor(span.from)), to: String(Math.ceil(span.to)) })}`} download>CSV</a>
            <button type="button" class="link" onClick={() => {
              const picture = canvas.current();
              if (picture) void savePicture('Compare', [{ title: picks.map(nameOf).join(', '), canvas: picture }], fileNameOf('compare', '.png'));
            }}>PNG</button>
            <UnitChoice picks={picks} wishes={wishes} onChoose={(kind, unit) => go(withQuery(place, { [`unit.${kind}`]: unit }), { replace: true })} />
          </div>}
      </div>
      {picks.length > 0
        ? <Joint picks={picks} span={span} asked={asked} isLive={isLive} wishes={wishes} onSpan={setSpan} onCanvas={take => (canvas.current = take)}
            onRemove={text => setPicks(picks.map(pick => pick.text).filter(one => one !== text))}
            onAdd={text => setPicks([...picks.map(pick => pick.text), text])} />
        : <p class="empty">Choose what to look at together: two rooms, inside and outside, this week and the last.</p>}
      {picks.length < MostTraces && <Chooser house={house} chosen={picks} onAdd={text => setPicks([...picks.map(pick => pick.text), text])} />}
    </>
  );
}

function picksOf(texts: string[], readings: readonly Reading[]): Pick[] {
  const picks: Pick[] = [];
  for (const text of texts) {
    const [, location, metric, shift] = /^(.+):([a-z][a-z0-9_]*)(?:~(\w+))?$/s.exec(text) ?? [];
    const reading = readings.find(one => one.location === location && one.metric === metric);
    if (reading && picks.length < MostTraces && !picks.some(pick => pick.text === text))
      picks.push({ text, reading, shift: Shifts.find(([code]) => code === shift)?.[2] ?? 0 });
  }
  return picks;
}

function nameOf({ reading, shift }: Pick): string {
  const before = Shifts.find(([, , seconds]) => seconds === shift)?.[1];
  return `${reading.location} ${metricWords(reading.metric)}` + (before ? `, ${before}` : '');
}

function unitWishes(query: URLSearchParams, household: UnitWishes): UnitWishes {
  const wishes = { ...household };
  for (const [name, value] of query) if (name.startsWith('unit.')) wishes[name.slice(5)] = value;
  return wishes;
}

interface JointProps {
  picks: readonly Pick[];
  span: { from: number; to: number };
  asked: { from: number; to: number };
  isLive: boolean;
  wishes: UnitWishes;
  onSpan: (span: { from: number; to: number }) => void;
  onCanvas: (canvas: () => HTMLCanvasElement | null) => void;
  onRemove: (text: string) => void;
  onAdd: (text: string) => void;
}

function Joint({ picks, span, asked, isLive, wishes, onSpan, onCanvas, onRemove, onAdd }: JointProps) {
  const box = useRef<HTMLDivElement>(null);
  const pixels = useWidth(box, 900);
  const { answers, problem } = useAnswers(picks.map(({ reading, shift }): Wish => ({ reading, shift })), asked, pixels, isLive);
  const displays = picks.map(({ reading }) => displayOf(reading.unit, wishes));
  // Two axes at most: the first unit stands left, all others right.
  const units = [...new Set(displays.map(display => display.unit))];
  const axes = units.slice(0, 2).map((unit): Axis => ({ label: symbolOf(unit), format: value => formatValue(value, unit) }));
  const shape = picks.map(pick => pick.text).join() + displays.map(display => display.unit).join();
  const traces = useMemo(() => picks.map((pick, i): Trace => ({
    name: nameOf(pick), color: i, axis: units.indexOf(displays[i]!.unit) === 0 ? 0 : 1, faint: pick.shift !== 0,
    columns: answers[i] ? toColumns(answers[i], displays[i]!, pick.shift) : NoColumns,
  })), [answers, shape]);
  const [cursor, setCursor] = useState<{ time: number; values: (number | null)[] } | null>(null);
  // Rows are those of the joint table; the values at the pointer's time are looked for in each trace.
  const onCursor = (time: number | null) => setCursor(time === null ? null : { time, values: traces.map(trace => valueAt(trace, time, (span.to - span.from) / 60)) });
  return (
    <section class="panel joint" ref={box} aria-label="Comparison" aria-busy={answers.some(answer => !answer)}>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {units.length > 2 && <p class="quiet">More than two units: {units.slice(1).map(symbolOf).join(', ')} share the right axis.</p>}
      <Chart label={`${traces.map(trace => trace.name).join('; ')}. Arrow keys move in time, plus and minus zoom.`} traces={traces} axes={axes} span={span} zone={browserZone}
        height={Math.max(320, Math.min(520, innerHeight - 360))} onSpan={onSpan} onCursor={onCursor} onReady={onCanvas} />
      <p class="when">{cursor ? timeText(cursor.time, browserZone) : ' '}</p>
      <ul class="legend">
        {picks.map((pick, i) => {
          const unit = displays[i]!.unit;
          const value = cursor ? cursor.values[i] : null;
          return (
            <li key={pick.text} class={colorClass(i)}>
              <i aria-hidden="true" class={pick.shift ? 'dashed' : ''} />
              <a href={locationPath(pick.reading.location)}>{nameOf(pick)}</a>
              <span class="value">{value == null ? '' : `${formatValue(value, unit)} ${symbolOf(unit)}`}</span>
              {pick.shift === 0 &&
                <select aria-label={`Lay an earlier time of ${nameOf(pick)} over it`} value="" onChange={event => {
                  if (event.currentTarget.value) onAdd(`${pick.text}~${event.currentTarget.value}`);
                }}>
                  <option value="">against …</option>
                  {Shifts.map(([code, text]) => <option key={code} value={code}>{text}</option>)}
                </select>}
              <button type="button" class="plain" aria-label={`Take ${nameOf(pick)} away`} onClick={() => onRemove(pick.text)}>×</button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function valueAt(trace: Trace, time: number, reach: number): number | null {
  const { x, line } = trace.columns;
  let low = 0, high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < time) low = middle + 1;
    else high = middle;
  }
  const near = [low - 1, low].filter(i => line[i] != null && Math.abs(x[i]! - time) <= reach).sort((a, b) => Math.abs(x[a]! - time) - Math.abs(x[b]! - time))[0];
  return near === undefined ? null : line[near]!;
}

function UnitChoice({ picks, wishes, onChoose }: { picks: readonly Pick[]; wishes: UnitWishes; onChoose: (kind: string, unit: string) => void }) {
  const kinds = [...new Set(picks.map(pick => kindOf(pick.reading.unit)))].filter((kind): kind is string => kind !== null && unitsOfKind(kind).length > 1);
  return (
    <>
      {kinds.map(kind => {
        const kept = picks.find(pick => kindOf(pick.reading.unit) === kind)!.reading.unit;
        return (
          <select key={kind} aria-label={`Unit of ${kind.replaceAll('_', ' ')}`} value={displayOf(kept, wishes).unit ?? ''} onChange={event => onChoose(kind, event.currentTarget.value)}>
            {unitsOfKind(kind).map(unit => <option key={unit} value={unit}>{symbolOf(unit) || unit}</option>)}
          </select>
        );
      })}
    </>
  );
}

function Chooser({ house, chosen, onAdd }: { house: House; chosen: readonly Pick[]; onAdd: (text: string) => void }) {
  const [search, setSearch] = useState('');
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const all = house.places.flatMap(one => one.readings.map(reading => ({ title: one.title, reading, text: `${reading.location}:${reading.metric}` })));
  const found = all.filter(({ title, text }) => !chosen.some(pick => pick.text === text) && words.every(word => (title + ' ' + text).toLowerCase().includes(word)));
  return (
    <section class="chooser" aria-label="Add a series">
      <input type="search" aria-label="Search series" placeholder="Add a series" value={search} onInput={event => setSearch(event.currentTarget.value)} />
      <ul>
        {found.slice(0, 30).map(({ title, reading, text }) => (
          <li key={text}><button type="button" onClick={() => onAdd(text)}>{title} <span>{metricWords(reading.metric)}</span></button></li>
        ))}
      </ul>
      {found.length > 30 && <p class="quiet">{found.length - 30} more; search for them.</p>}
    </section>
  );
}
