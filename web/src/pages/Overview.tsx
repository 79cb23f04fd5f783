import { memo } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { TargetHint } from '../alerts/TargetHint';
import type { Alert, Rule } from '../api/types';
import { useAlerts } from '../model/alerts';
import { freshnessOf, freshnessOfPlace, mayChange, type Freshness, type House, type Place as HousePlace } from '../model/house';
import { colorOf, groupOf, isLeak, metricTitle, metricWords } from '../model/names';
import { isWet } from '../model/rules';
import { seconds } from '../model/time';
import type { UnitWishes } from '../model/units';
import { Age, useNow } from '../parts/Age';
import { ReadingValue } from '../parts/ReadingValue';
import { Sparkline, type SparkData } from '../parts/Sparkline';
import { go, locationPath, withQuery, type Place } from '../router';
import { useSparks } from './sparks';

/** From so many locations on a search is worth its room. */
const SearchFrom = 7;

const MostRows = 6;

export const FreshnessText: Record<Freshness, string> = { fresh: 'online', stale: 'stale', offline: 'offline', empty: 'no reading yet' };

/** A card per location with what is measured there now. */
export function Overview({ house, place }: { house: House; place: Place }) {
  const at = useNow();
  const { sparks, want } = useSparks();
  const search = place.query.get('q') ?? '';
  const showsHidden = place.query.has('hidden');
  const visible = house.places.filter(one => showsHidden || !one.hidden);
  const found = visible.filter(one => matches(one, search));
  const groups = grouped(found);
  const { now, rules } = useAlerts();
  const firing = now?.firing ?? NoAlerts;
  const troubles = house.places.filter(one => isPlaceWet(one, rules, firing));
  return (
    <>
      <div class="title">
        <h1>Readings</h1>
        {visible.length >= SearchFrom &&
          <input type="search" aria-label="Search locations and metrics" placeholder="Search" value={search}
            onInput={event => go(withQuery(place, { q: event.currentTarget.value || null }), { replace: true })} />}
        {mayChange(house.me) && <a class="button quiet" href="/add">Add a board</a>}
      </div>
      {troubles.length > 0 &&
        <p class="banner wet" role="alert">
          Wet: {troubles.map((one, i) => <>{i > 0 && ', '}<a href={locationPath(one.key)}>{one.title}</a></>)}
        </p>}
      <TargetHint house={house} />
      {found.length === 0 && <p class="empty">{search ? 'Nothing is called so.' : 'No reading has arrived yet.'}</p>}
      {groups.map(([group, places]) => (
        <section key={group ?? ''} aria-label={group ?? 'Locations'}>
          {group !== null && groups.length > 1 && <h2 class="group">{group}</h2>}
          <ul class="cards">
            {places.map(one => <Card key={one.key} place={one} sparks={sparks} want={want} wishes={house.site.units} at={at} rules={rules} firing={alertsOf(firing, one.key)} />)}
          </ul>
        </section>
      ))}
      {house.places.some(one => one.hidden) &&
        <p><a href={withQuery(place, { hidden: showsHidden ? null : '1' })}>{showsHidden ? 'Leave out hidden locations' : 'Show hidden locations'}</a></p>}
    </>
  );
}

function matches(place: HousePlace, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [place.key, place.title, ...place.readings.map(reading => reading.metric)].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}

function grouped(places: readonly HousePlace[]): [string | null, HousePlace[]][] {
  const groups = new Map<string | null, HousePlace[]>();
  for (const place of places) {
    const group = groupOf(place.key);
    groups.set(group, [...(groups.get(group) ?? []), place]);
  }
  return [...groups].sort(([a], [b]) => (a === null ? -1 : b === null ? 1 : a < b ? -1 : 1));
}

/** By its last word, however old: a sensor that drowned has no other. What the rules say of it is seen at once, and before anybody has judged it. */
function isPlaceWet(place: HousePlace, rules: readonly Rule[] | null, firing: readonly Alert[]): boolean {
  return place.readings.some(reading => isLeak(reading.metric)
    && ((reading.value !== null && isWet(reading, reading.value, rules)) || firing.some(alert => alert.series === reading.id && alert.kind !== 'silent')));
}

const NoAlerts: readonly Alert[] = [];
const perPlace = new WeakMap<readonly Alert[], Map<string, readonly Alert[]>>();

/** The alerts of a location: the same array for the same answer, so that a card is drawn again only when something was asked anew. */
function alertsOf(firing: readonly Alert[], location: string): readonly Alert[] {
  let places = perPlace.get(firing);
  if (!places) perPlace.set(firing, (places = new Map([...new Set(firing.map(alert => alert.location))].map(key => [key, firing.filter(alert => alert.location === key)]))));
  return places.get(location) ?? NoAlerts;
}

interface CardProps {
  place: HousePlace;
  sparks: ReadonlyMap<number, SparkData>;
  want: (series: readonly number[]) => void;
  wishes: UnitWishes;
  at: number;
  rules: readonly Rule[] | null;
  firing: readonly Alert[];
}

const Card = memo(function Card({ place, sparks, want, wishes, at, rules, firing }: CardProps) {
  const box = useRef<HTMLLIElement>(null);
  const [isSeen, setSeen] = useState(false);
  const rows = place.readings.slice(0, MostRows);
  useEffect(() => {
    const observer = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && setSeen(true), { rootMargin: '300px' });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (isSeen) want(rows.map(reading => reading.id));
  }, [isSeen, place.readings.length]);
  const freshness = freshnessOfPlace(place, at);
  const newest = Math.max(...place.readings.map(reading => reading.time ?? -Infinity));
  const group = groupOf(place.key);
  return (
    <li class={`card ${freshness}${firing.some(alert => alert.acknowledged === null) ? ' alarmed' : ''}`} ref={box}>
      <h3>
        <a href={locationPath(place.key)}>{group !== null && place.title === place.key ? place.key.slice(group.length + 1) : place.title}</a>
        <span class={`state ${freshness}`}><i aria-hidden="true" />{FreshnessText[freshness]}</span>
      </h3>
      <dl>
        {rows.map(reading => (
          <div key={reading.id} class={freshnessOf(reading, at)}>
            <dt>{metricTitle(reading.metric)}</dt>
            <dd class="graph"><Sparkline data={sparks.get(reading.id)} color={colorOf(reading.metric)} gapAfter={Math.max(2700, 2.5 * (reading.interval ?? 1800))} /></dd>
            <dd class="value">
              {reading.value === null ? '–' : <ReadingValue value={reading.value} unit={reading.unit} metric={reading.metric} wishes={wishes} isWet={isWet(reading, reading.value, rules)} />}
            </dd>
          </div>
        ))}
      </dl>
      {firing.length > 0 &&
        <ul class="firing" aria-label="Alerts">
          {firing.map(alert => <li key={alert.id}>{metricWords(alert.metric)} {alert.kind === 'silent' ? 'silent' : alert.condition} <span class="quiet"><Age time={seconds(alert.started)} at={at} /></span></li>)}
        </ul>}
      <p class="foot">
        {place.readings.length > MostRows && <span>{place.readings.length - MostRows} more · </span>}
        {Number.isFinite(newest) ? <Age time={newest} at={at} zone={place.zone} /> : 'Nothing yet'}
      </p>
    </li>
  );
});
