import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { AlertsPage } from './alerts/AlertsPage';
import { alertStore, useAlerts } from './model/alerts';
import { houseStore, mayChange, useHouse, type House } from './model/house';
import { AddBoard } from './pages/AddBoard';
import { BoardPage } from './pages/BoardPage';
import { Boards } from './pages/Boards';
import { Compare } from './pages/Compare';
import { LocationPage } from './pages/LocationPage';
import { NotFound } from './pages/NotFound';
import { Overview } from './pages/Overview';
import { Settings } from './pages/Settings';
import { Connection } from './parts/Connection';
import { followLinks, restOfPath, usePlace, withQuery, type Place } from './router';

export function App() {
  const place = usePlace();
  const { house, problem } = useHouse();
  useEffect(() => houseStore.begin(), []);
  // A visitor may not see alerts.
  const isInside = house !== null && house.me.role !== 'visitor';
  useEffect(() => (isInside ? alertStore.begin() : undefined), [isInside]);
  return (
    <div class="frame" onClick={followLinks}>
      <a class="skip" href="#main">To the content</a>
      <Bar place={place} house={house} />
      <main id="main" tabIndex={-1}>
        {problem && <p class="problem" role="alert">{problem}</p>}
        {house ? <Page place={place} house={house} /> : !problem && <Outline />}
      </main>
    </div>
  );
}

function Bar({ place, house }: { place: Place; house: House | null }) {
  const isInside = house !== null && house.me.role !== 'visitor';
  const tab = (href: string, text: string, more: ComponentChildren = null) => (
    <a href={href} aria-current={place.path === href || (href !== '/' && place.path.startsWith(href + '/')) ? 'page' : undefined}>{text}{more}</a>
  );
  return (
    <header class="bar">
      <a class="brand" href="/"><img src="/icon.svg" alt="" width="24" height="24" />Barograph</a>
      <nav aria-label="Pages">
        {tab('/', 'Readings')}
        {tab('/compare', 'Compare')}
        {isInside && tab('/alerts', 'Alerts', <FiringCount />)}
        {tab('/boards', 'Boards')}
        {house?.me.role !== 'visitor' && tab('/settings', 'Settings')}
      </nav>
      <Connection />
      {house?.me.role === 'visitor'
        ? <a class="quiet" href={`/signin?to=${encodeURIComponent(withQuery(place, {}))}`}>Sign in</a>
        : <form method="post" action="/signout" class="signout"><button class="plain">Sign out</button></form>}
    </header>
  );
}

function Page({ place, house }: { place: Place; house: House }) {
  const { path } = place;
  if (path === '/') return house.places.some(one => one.readings.length > 0) || !mayChange(house.me) ? <Overview house={house} place={place} /> : <AddBoard house={house} isFirst />;
  if (path === '/add') return mayChange(house.me) ? <AddBoard house={house} isFirst={false} /> : <NotFound />;
  if (path === '/compare') return <Compare house={house} place={place} />;
  if (path === '/alerts' || path.startsWith('/alerts/')) return house.me.role === 'visitor' ? <NotFound /> : <AlertsPage house={house} place={place} />;
  if (path === '/boards') return <Boards house={house} />;
  if (path === '/settings') return <Settings house={house} />;
  const board = path.startsWith('/boards/') ? restOfPath(path, '/boards/') : null;
  if (board) return <BoardPage key={board} house={house} name={board} />;
  const key = path.startsWith('/location/') ? restOfPath(path, '/location/') : null;
  return key ? <LocationPage key={key} house={house} place={place} locationKey={key} /> : <NotFound />;
}

/** How many alerts fire that nobody knows of; said aloud when it changes. */
function FiringCount() {
  const { now } = useAlerts();
  const count = now?.firing.filter(alert => alert.acknowledged === null && !alert.muted).length ?? 0;
  return <span role="status">{count > 0 && <> <span class="count">{count}</span><span class="offscreen"> firing</span></>}</span>;
}

/** What stands there before the first answer, in the shape of what comes. */
function Outline() {
  return (
    <div class="cards" aria-busy="true" aria-label="Loading">
      {[0, 1, 2].map(i => <div class="card outline" key={i} />)}
    </div>
  );
}
