import type { House } from '../model/house';
import { symbolOf, unitsOfKind } from '../model/units';
import { changeSite } from './changeSite';
import { Note } from './Note';
import { useAction } from './useAction';

/** Kinds of which households want one unit or another. */
const kinds = ['temperature', 'pressure', 'speed', 'length', 'energy'];

/** In which units readings are shown. What is stored stays as it is. */
export function UnitSettings({ house }: { house: House }) {
  const action = useAction();
  const isOwner = house.me.role === 'owner';
  const choose = (kind: string, unit: string) => action.run(async () => {
    await changeSite(site => {
      const { [kind]: _, ...others } = site.units;
      return { ...site, units: unit === '' ? others : { ...others, [kind]: unit } };
    });
  });
  return (
    <section>
      <h2>Units</h2>
      <p>In which units readings are shown, for everybody here. What is stored stays as the boards sent it.</p>
      <div class="grid">
        {kinds.map(kind => (
          <label key={kind}>{kind.charAt(0).toUpperCase() + kind.slice(1)}
            <select value={house.site.units[kind] ?? ''} disabled={!isOwner || action.busy} onChange={event => void choose(kind, event.currentTarget.value)}>
              <option value="">as sent</option>
              {unitsOfKind(kind).map(unit => <option key={unit} value={unit}>{symbolOf(unit) || unit}</option>)}
            </select>
          </label>
        ))}
      </div>
      <Note action={action} />
    </section>
  );
}
