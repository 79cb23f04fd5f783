import type { ComponentChildren } from 'preact';
import type { House } from '../model/house';
import type { Place } from '../router';

const Views = [['/alerts', 'Now'], ['/alerts/history', 'History'], ['/alerts/rules', 'Rules'], ['/alerts/targets', 'Targets']] as const;

/** What the pages of alerts have in common: the heading, and the way to each other. */
export function AlertsFrame({ house, place, title, children }: { house: House; place: Place; title: string; children: ComponentChildren }) {
  return (
    <>
      <div class="title">
        <h1>{title}</h1>
        <nav class="views" aria-label="Alerts">
          {Views.map(([path, text]) => (path !== '/alerts/targets' || house.me.role === 'owner') &&
            <a key={path} href={path} aria-current={place.path === path ? 'page' : undefined}>{text}</a>)}
        </nav>
      </div>
      {children}
    </>
  );
}
