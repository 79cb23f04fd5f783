import { useRef } from 'preact/hooks';
import { get } from '../api/client';
import type { Device } from '../api/types';
import type { Seam } from '../charts/Chart';
import { Panel } from '../charts/Panel';
import { fileNameOf, savePicture } from '../charts/picture';
import { freshnessOfPlace, mayChange, type House, type Place as HousePlace } from '../model/house';
import { useAlerts } from '../model/alerts';
import { isLeak } from '../model/names';
import { isWet } from '../model/rules';
import { useLoad } from '../model/load';
import { browserZone, intervalText, seconds, rangeTitle, type Range } from '../model/time';
import { Age, useNow } from '../parts/Age';
import { LocationSettings } from '../parts/LocationSettings';
import { RangePicker } from '../parts/RangePicker';
import { UnknownUnit } from '../parts/UnknownUnit';
import { withQuery, type Place } from '../router';
import { FreshnessText } from './Overview';
import { NotFound } from './NotFound';
import { useSpan } from './span';

const FirstSight: Range = { kind: 'last', seconds: 86400 };

/** One location: a chart for each metric, one below the other on one axis of time. */
export function LocationPage({ house, place, locationKey }: { house: House; place: Place; locationKey: string }) {
  const found = house.places.find(one => one.key === locationKey);
  return found ? <Charts house={house} place={place} here={found} /> : <NotFound />;
}

function Charts({ house, place, here }: { house: House; place: Place; here: HousePlace }) {
  const at = useNow();
  const zone = place.query.get('tz') === 'here' ? browserZone : (here.zone ?? browserZone);
  const first = useLoad(`first ${here.key}`, signal => firstReading(here, signal)).data ?? null;
  const { range, span, asked, isLive, setRange, setSpan } = useSpan(place, FirstSight, zone, first);
  const devices = useLoad('devices', signal => get<Device[]>('/api/v1/devices', null, signal)).data ?? [];
  const seams = seamsOf(devices, here.key);
  const { rules } = useAlerts();
  const canvases = useRef(new Map<string, () => HTMLCanvasElement | null>());
  const newest = Math.max(...here.readings.map(reading => reading.time ?? -Infinity));
  const interval = Math.min(...here.readings.map(reading => reading.interval ?? Infinity));
  const freshness = freshnessOfPlace(here, at);
  const title = here.title === here.key ? here.title : `${here.title} (${here.key})`;
  const save = () =>
    void savePicture(`${here.title}, ${rangeTitle(range, span, zone)}`,
      [...canvases.current].flatMap(([name, canvas]) => (canvas() ? [{ title: name, canvas: canvas()! }] : [])), fileNameOf(here.key, '.png'));
  return (
    <>
      <div class="title">
        <h1>{title}</h1>
        <p class="state-line">
          <span class={`state ${freshness}`}><i aria-hidden="true" />{FreshnessText[freshness]}</span>
          {Number.isFinite(newest) && <> <Age time={newest} at={at} zone={zone} /></>}
          {Number.isFinite(interval) && <span class="quiet"> · a reading every {intervalText(interval)}</span>}
        </p>
      </div>
      <div class="tools">
        <RangePicker range={range} span={span} zone={zone} onRange={setRange} />
        <div class="exports">
          {here.zone !== null && here.zone !== browserZone &&
            <a href={withQuery(place, { tz: zone === here.zone ? 'here' : null })} title="In whose time the axis is written">{zone === here.zone ? `Time of ${here.zone}` : 'Your time'}</a>}
          <a href={`/api/v1/export.csv?${exportQuery(here, span.from, span.to)}`} download>CSV</a>
          <button type="button" class="link" onClick={save}>PNG</button>
          <a href={compareLink(here, place)}>Compare</a>
        </div>
      </div>
      {here.readings.length === 0 && <p class="empty">No reading has arrived here yet.</p>}
      {here.readings.map(reading => (
        <div key={reading.id}>
          {reading.unit === null && mayChange(house.me) && <UnknownUnit reading={reading} />}
          <Panel reading={reading} span={span} asked={asked} isLive={isLive} zone={zone} wishes={house.site.units} seams={seams}
            {...(isLeak(reading.metric) && reading.value !== null ? { isWet: isWet(reading, reading.value, rules) } : {})}
            onSpan={setSpan} onCanvas={(name, canvas) => canvases.current.set(name, canvas)} />
        </div>
      ))}
      {mayChange(house.me) && <LocationSettings here={here} devices={devices} />}
    </>
  );
}

/** Where everything begins: the first window of a year that holds a reading. */
async function firstReading(here: HousePlace, signal: AbortSignal): Promise<number | null> {
  if (here.readings.length === 0) return null;
  const query = new URLSearchParams({ series: here.readings.map(reading => reading.id).slice(0, 100).join(','), from: '1420070400', step: '1w' });
  const answers = await get<{ time: number[] }[]>('/api/v1/samples', query, signal);
  const firsts = answers.flatMap(answer => answer.time.slice(0, 1));
  return firsts.length ? Math.min(...firsts) : null;
}

/** Where another board took over at this location. */
export function seamsOf(devices: readonly Device[], location: string): Seam[] {
  const stays = devices
    .flatMap(device => device.placements.filter(placement => placement.location === location).map(placement => ({ name: device.name, from: placement.from && seconds(placement.from) })))
    .sort((a, b) => (a.from || 0) - (b.from || 0));
  return stays.slice(1).flatMap(({ name, from }) => (from ? [{ at: from, text: name }] : []));
}

function exportQuery(here: HousePlace, from: number, to: number): URLSearchParams {
  return new URLSearchParams({ series: here.readings.map(reading => reading.id).join(','), from: String(Math.floor(from)), to: String(Math.ceil(to)) });
}

function compareLink(here: HousePlace, place: Place): string {
  return withQuery({ path: '/compare', query: place.query }, { s: here.readings.slice(0, 2).map(reading => `${here.key}:${reading.metric}`), tz: null });
}
