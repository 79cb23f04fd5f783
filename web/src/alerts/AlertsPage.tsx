import type { House } from '../model/house';
import { NotFound } from '../pages/NotFound';
import type { Place } from '../router';
import { AlertsFrame } from './AlertsFrame';
import { HistoryView } from './HistoryView';
import { NowView } from './NowView';
import { RulesView } from './RulesView';
import { TargetsView } from './TargetsView';

/** The pages of alerts, for those who may read inside. */
export function AlertsPage({ house, place }: { house: House; place: Place }) {
  switch (place.path) {
    case '/alerts': return <AlertsFrame house={house} place={place} title="Alerts"><NowView house={house} /></AlertsFrame>;
    case '/alerts/history': return <AlertsFrame house={house} place={place} title="What was"><HistoryView house={house} place={place} /></AlertsFrame>;
    case '/alerts/rules': return <AlertsFrame house={house} place={place} title="Rules"><RulesView house={house} /></AlertsFrame>;
    case '/alerts/targets': return house.me.role === 'owner'
      ? <AlertsFrame house={house} place={place} title="Who is told"><TargetsView /></AlertsFrame>
      : <NotFound />;
    default: return <NotFound />;
  }
}
