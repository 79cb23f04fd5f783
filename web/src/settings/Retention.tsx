import { useState } from 'preact/hooks';
import { get, send } from '../api/client';
import type { Me, Retention as RetentionAnswer } from '../api/types';
import { useLoad } from '../model/load';
import { formatCount } from '../model/numbers';
import { browserZone, seconds } from '../model/time';
import { Confirm } from '../parts/Confirm';
import { Note } from './Note';
import { useAction } from './useAction';

const Choices: readonly (readonly [number | null, string])[] = [
  [null, 'for ever'], [90, '90 days'], [180, 'half a year'], [365, 'a year'], [730, '2 years'], [1825, '5 years'],
];

/** How long single readings are kept, and what that means for the disk, before it is decided. */
export function Retention({ me }: { me: Me }) {
  const action = useAction();
  const [wish, setWish] = useState<number | null | undefined>(undefined);
  const query = wish ? new URLSearchParams({ raw_days: String(wish) }) : null;
  const plan = useLoad('retention', signal => get<RetentionAnswer>('/api/v1/retention', null, signal));
  const wished = useLoad(`retention ${wish}`, signal => (query ? get<RetentionAnswer>('/api/v1/retention', query, signal) : Promise.resolve(null)));
  const kept = plan.data;
  if (!kept) return <section><h2>Disk</h2>{plan.problem && <p class="problem">{plan.problem}</p>}</section>;
  const chosen = wish === undefined ? kept.raw_days : wish;
  return (
    <section>
      <h2>Disk</h2>
      <p>
        The store takes {bytesText(kept.store_bytes)} and grows by about {bytesText(kept.bytes_per_day)} a day.{' '}
        {kept.free_disk_bytes !== null && <>{bytesText(kept.free_disk_bytes)} are free. </>}
        {kept.full_at && <strong>At this rate the disk is full on {dateText(kept.full_at)}.</strong>}
      </p>
      <label>Keep single readings
        <select value={chosen ?? ''} disabled={me.role !== 'owner'} onChange={event => setWish(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}>
          {Choices.some(([days]) => days === kept.raw_days) || <option value={kept.raw_days ?? ''}>{kept.raw_days} days</option>}
          {Choices.map(([days, text]) => <option key={text} value={days ?? ''}>{text}</option>)}
        </select>
      </label>
      <p class="quiet">Summaries of 5 minutes and of an hour are kept for ever: charts of old times stay.</p>
      {wish !== undefined && wish !== kept.raw_days && (
        <p class="hint">
          {wished.problem && <span class="problem">{wished.problem}</span>}
          {/* What goes cannot be brought back: nothing is decided before it is known what that is. */}
          {(wish === null || wished.data?.raw_days === wish) &&
            <Confirm text={`Keep them ${Choices.find(([days]) => days === wish)?.[1] ?? `${wish} days`}`} isGrave={losses(wished.data) !== null}
              question={losses(wished.data) ?? 'No reading goes now.'} onYes={() => action.run(async () => {
                await send('PUT', '/api/v1/retention', { raw_days: wish });
                setWish(undefined);
                plan.reload();
              })} />}
        </p>
      )}
      <Note action={action} />
    </section>
  );
}

function losses(forecast: RetentionAnswer | null | undefined): string | null {
  return forecast && forecast.samples > 0
    ? `${formatCount(forecast.samples)} readings from before ${dateText(forecast.raw_from)} go, about ${bytesText(forecast.bytes)}. They cannot be brought back.`
    : null;
}

function dateText(time: string | null): string {
  return time === null ? 'now' : new Intl.DateTimeFormat(undefined, { timeZone: browserZone, dateStyle: 'long' }).format(seconds(time) * 1000);
}

export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toLocaleString(undefined, { maximumSignificantDigits: 3 })} ${units[step]}`;
}
