import { isLeak, WetFrom } from '../model/names';
import { formatValue } from '../model/numbers';
import { displayOf, show, symbolOf, type UnitWishes } from '../model/units';

/** A number with its unit; of a leak sensor also the word that matters. */
export function ReadingValue({ value, unit, metric, wishes }: { value: number; unit: string | null; metric: string; wishes: UnitWishes }) {
  const display = displayOf(unit, wishes);
  const symbol = symbolOf(display.unit);
  return (
    <>
      {isLeak(metric) && <span class={value >= WetFrom ? 'pill wet' : 'pill dry'}>{value >= WetFrom ? 'wet' : 'dry'}</span>}
      <span class="number">{formatValue(show(value, display), display.unit)}</span>
      {symbol && <span class="unit">{'\u202f' + symbol}</span>}
    </>
  );
}
