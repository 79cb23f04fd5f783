import { useEffect } from 'preact/hooks';
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
  const tab = (href: string, text: string) => (
    <a href={href} aria-current={place.path === href || (href !== '/' && place.path.startsWith(href + '/')) ? 'page' : undefined}>{text}</a>
  );
  return (
    <header class="bar">
      <a class="brand" href="/"><img src="/icon.svg" alt="" width="24" height="24" />Barograph</a>
      <nav aria-label="Pages">
        {tab('/', 'Readings')}
        {tab('/compare', 'Compare')}
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
  if (path === '/boards') return <Boards house={house} />;
  if (path === '/settings') return <Settings house={house} />;
  const board = path.startsWith('/boards/') ? restOfPath(path, '/boards/') : null;
  if (board) return <BoardPage key={board} house={house} name={board} />;
  const key = path.startsWith('/location/') ? restOfPath(path, '/location/') : null;
  return key ? <LocationPage key={key} house={house} place={place} locationKey={key} /> : <NotFound />;
}

/** What stands there before the first answer, in the shape of what comes. */
function Outline() {
  return (
    <div class="cards" aria-busy="true" aria-label="Loading">
      {[0, 1, 2].map(i => <div class="card outline" key={i} />)}
    </div>
  );
}
