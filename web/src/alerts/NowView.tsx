import { send } from '../api/client';
import type { Alert, Mute, PendingAlert } from '../api/types';
import { alertStore, useAlerts } from '../model/alerts';
import { chartSpan, lengthText } from '../model/episodes';
import { mayChange, type House, type Reading } from '../model/house';
import { metricWords } from '../model/names';
import { seconds, timeText, browserZone } from '../model/time';
import { Age, useNow } from '../parts/Age';
import { Confirm } from '../parts/Confirm';
import { ReadingValue } from '../parts/ReadingValue';
import { locationPath } from '../router';
import { Note } from '../settings/Note';
import { useAction } from '../settings/useAction';
import { isWet, subject } from '../model/rules';
import { MuteForm } from './MuteForm';
import { Notifications } from './Notifications';
import { TargetHint } from './TargetHint';

/** What fires, what is about to, and what is muted. */
export function NowView({ house }: { house: House }) {
  const { now, rules, mutes, problem } = useAlerts();
  const at = useNow();
  if (!now) return problem ? <p class="problem" role="alert">{problem}</p> : <div class="card outline" aria-busy="true" />;
  const enabled = rules?.filter(rule => rule.enabled).length ?? 0;
  const series = house.places.reduce((sum, place) => sum + place.readings.length, 0);
  return (
    <>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <TargetHint house={house} />
      {now.firing.length === 0
        ? <p class="empty">All is well. {enabled === 0 ? <>No rule is switched on: <a href="/alerts/rules">choose what you want to be told of</a>.</>
            : <>{enabled} {enabled === 1 ? 'rule watches' : 'rules watch'} {series} series; <a href="/alerts/rules">see which</a>.</>}</p>
        : <ul class="alarms" aria-label="Firing">{now.firing.map(alert => <Firing key={alert.id} house={house} alert={alert} at={at} />)}</ul>}
      {now.pending.length > 0 &&
        <section>
          <h2>About to fire</h2>
          <ul class="rows">{now.pending.map(one => <Pending key={`${one.rule} ${one.series}`} pending={one} at={at} />)}</ul>
        </section>}
      {mutes.length > 0 &&
        <section>
          <h2>Muted</h2>
          <ul class="rows">{mutes.map(mute => <Muted key={mute.id} house={house} mute={mute} />)}</ul>
        </section>}
      <Notifications />
    </>
  );
}

function Firing({ house, alert, at }: { house: House; alert: Alert; at: number }) {
  const action = useAction();
  const { rules } = useAlerts();
  const reading = readingOf(house, alert.series);
  const started = seconds(alert.started);
  const span = chartSpan(started, null, at);
  const link = `${locationPath(alert.location)}?from=${Math.floor(span.from)}&to=${Math.ceil(span.to)}`;
  const name = `${alert.location} ${metricWords(alert.metric)}`;
  return (
    <li class={alert.acknowledged || alert.muted ? 'alarm known' : 'alarm'}>
      <div class="what">
        <h2><a href={link}>{name}</a></h2>
        <p>{alert.kind === 'silent' ? 'no news' : alert.condition} <span class="quiet">
          since <time dateTime={alert.started}>{timeText(started, browserZone)}</time>, for {lengthText(at - started)}</span></p>
        {reading && reading.value !== null && reading.time !== null &&
          <p class="last">Last: <ReadingValue value={reading.value} unit={reading.unit} metric={reading.metric} wishes={house.site.units} isWet={isWet(reading, reading.value, rules)} />
            {' '}<span class="quiet"><Age time={reading.time} at={at} /></span></p>}
        {alert.acknowledged && <p class="quiet">{alert.acknowledged_by} knows, since {timeText(seconds(alert.acknowledged), browserZone)}.</p>}
        {alert.muted && <p class="quiet">Muted: nobody is told.</p>}
      </div>
      {mayChange(house.me) &&
        <div class="acts">
          {!alert.acknowledged &&
            <button type="button" disabled={action.busy} aria-label={`I know about ${name}`}
              onClick={() => void action.run(async () => {
                await send('POST', `/api/v1/alerts/${alert.id}/acknowledge`);
                await alertStore.load();
              }, 'It is not repeated any more.')}>I know</button>}
          {!alert.muted && <MuteForm location={alert.location} metric={alert.metric} />}
          <Note action={action} />
        </div>}
    </li>
  );
}

function Pending({ pending, at }: { pending: PendingAlert; at: number }) {
  const left = seconds(pending.fires) - at;
  return (
    <li>
      <span><a href={locationPath(pending.location)}>{pending.location} {metricWords(pending.metric)}</a> {pending.condition}
        <span class="quiet"> since <Age time={seconds(pending.since)} at={at} /></span></span>
      <span class="quiet">{left > 1 ? `fires in ${lengthText(left)}, if it goes on` : 'fires now'}</span>
    </li>
  );
}

function Muted({ house, mute }: { house: House; mute: Mute }) {
  const end = () => send('DELETE', `/api/v1/mutes/${mute.id}`).then(() => alertStore.load());
  return (
    <li>
      <span>{subject(mute)}{mute.sort === 'silence' && ', only silence'}{mute.sort === 'values' && ', only values'}
        <span class="quiet"> {mute.until === null ? 'until somebody ends it' : `until ${timeText(seconds(mute.until), browserZone)}`}: {mute.reason} ({mute.created_by})</span></span>
      {mayChange(house.me) && <Confirm text="End" question={`You are told of ${subject(mute)} again.`} onYes={end} />}
    </li>
  );
}

function readingOf(house: House, series: number): Reading | undefined {
  return house.places.flatMap(place => place.readings).find(reading => reading.id === series);
}
