import { useState } from 'preact/hooks';
import { get, sentence } from '../api/client';
import type { Alert, AlertHistory } from '../api/types';
import { Panel } from '../charts/Panel';
import { chartSpan, lengthText, spanOfAlert } from '../model/episodes';
import type { House } from '../model/house';
import { useLoad } from '../model/load';
import { metricWords } from '../model/names';
import { formatValue } from '../model/numbers';
import { browserZone, seconds, timeText, type Span } from '../model/time';
import { displayOf, show, symbolOf } from '../model/units';
import { useNow } from '../parts/Age';
import { go, locationPath, withQuery, type Place } from '../router';

/** What has fired, the newest first; each with the chart of its moment. */
export function HistoryView({ house, place }: { house: House; place: Place }) {
  const series = place.query.get('series');
  const filter = series !== null && /^\d{1,9}$/.test(series) ? { series } : {};
  const at = useNow();
  const first = useLoad(`history ${series} ${Math.floor(at / 10)}`, signal => get<AlertHistory>('/api/v1/alerts/history', new URLSearchParams(filter), signal));
  const [older, setOlder] = useState<{ key: string | null; alerts: readonly Alert[]; next: string | null } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const more = older?.key === series ? older : null;
  const next = more ? more.next : first.data?.next;
  const readMore = async () => {
    try {
      const answer = await get<AlertHistory>('/api/v1/alerts/history', new URLSearchParams({ ...filter, before: next! }));
      setOlder({ key: series, alerts: [...(more?.alerts ?? []), ...answer.alerts], next: answer.next });
    } catch (failure) {
      setProblem(sentence(failure));
    }
  };
  if (!first.data) return first.problem ? <p class="problem" role="alert">{first.problem}</p> : <div class="card outline" aria-busy="true" />;
  // What began to fire since the older ones were read moves the seam between the two; nothing is shown twice.
  const shown = [...new Map([...first.data.alerts, ...(more?.alerts ?? [])].map(alert => [alert.id, alert])).values()];
  return (
    <>
      <SeriesFilter house={house} place={place} chosen={series} />
      {shown.length === 0 && <p class="empty">{series === null ? <>Nothing has fired yet. <a href="/alerts/rules">The rules</a> say what would.</> : 'Nothing of it has fired yet.'}</p>}
      <ul class="episodes">{shown.map(alert => <Episode key={alert.id} house={house} alert={alert} at={at} />)}</ul>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {next && <p><button type="button" class="quiet" onClick={() => void readMore()}>Older</button></p>}
    </>
  );
}

function SeriesFilter({ house, place, chosen }: { house: House; place: Place; chosen: string | null }) {
  const readings = house.places.flatMap(one => one.readings);
  return (
    <p><label>Of <select value={chosen ?? ''} onChange={event => go(withQuery(place, { series: event.currentTarget.value || null }))}>
      <option value="">everything</option>
      {readings.map(reading => <option key={reading.id} value={reading.id}>{reading.location} {metricWords(reading.metric)}</option>)}
    </select></label></p>
  );
}

function Episode({ house, alert, at }: { house: House; alert: Alert; at: number }) {
  const [isOpen, setOpen] = useState(false);
  const zone = house.places.find(one => one.key === alert.location)?.zone ?? browserZone;
  const started = seconds(alert.started), ended = alert.ended === null ? null : seconds(alert.ended);
  return (
    <li>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <span class={ended === null ? 'pill wet' : 'pill dry'}>{ended === null ? 'firing' : 'over'}</span>
          <strong>{alert.location} {metricWords(alert.metric)}</strong> {alert.kind === 'silent' ? 'no news' : alert.condition}
          <span class="quiet"> {timeText(started, zone)}, {ended === null ? `for ${lengthText(at - started)} now` : lengthText(ended - started)}</span>
        </summary>
        {isOpen && <Moment house={house} alert={alert} at={at} zone={zone} />}
      </details>
    </li>
  );
}

/** One alert in words and on its chart, with the time marked for which it fired. */
function Moment({ house, alert, at, zone }: { house: House; alert: Alert; at: number; zone: string }) {
  const started = seconds(alert.started), ended = alert.ended === null ? null : seconds(alert.ended);
  const [span, setSpan] = useState<Span>(() => chartSpan(started, ended, at));
  const reading = house.places.flatMap(one => one.readings).find(one => one.id === alert.series);
  const display = displayOf(alert.unit, house.site.units);
  const symbol = symbolOf(display.unit);
  const text = (value: number) => formatValue(show(value, display), display.unit) + (symbol && '\u202f' + symbol);
  const late = seconds(alert.noticed) - seconds(alert.fired);
  return (
    <div class="moment">
      <p>
        {alert.value !== null && <>It began with {text(alert.value)}</>}{alert.extreme !== null && alert.extreme !== alert.value && <>, and went to {text(alert.extreme)}</>}{alert.value !== null && '. '}
        {alert.told === null ? 'Nobody was told. ' : `Told ${timeText(seconds(alert.told), zone)}. `}
        {alert.acknowledged !== null && `${alert.acknowledged_by} knew ${timeText(seconds(alert.acknowledged), zone)}. `}
        {late > 120 && `The readings came late: noticed ${timeText(seconds(alert.noticed), zone)}. `}
        <a href={`${locationPath(alert.location)}?from=${Math.floor(span.from)}&to=${Math.ceil(span.to)}`}>All of {alert.location} at that time</a>
      </p>
      {reading &&
        <Panel reading={reading} span={span} asked={span} isLive={false} zone={zone} wishes={house.site.units} seams={[]} marks={[spanOfAlert(alert, at)]}
          onSpan={setSpan} onCanvas={() => {}} />}
    </div>
  );
}
