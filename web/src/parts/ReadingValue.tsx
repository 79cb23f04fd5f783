import { isLeak, WetFrom } from '../model/names';
import { formatValue } from '../model/numbers';
import { displayOf, show, symbolOf, type UnitWishes } from '../model/units';

export interface ReadingValueProps {
  readonly value: number;
  readonly unit: string | null;
  readonly metric: string;
  readonly wishes: UnitWishes;
  /** Of a leak sensor, whether the rules call it wet; without, the usual bound says so. */
  readonly isWet?: boolean;
}

/** A number with its unit; of a leak sensor also the word that matters. */
export function ReadingValue({ value, unit, metric, wishes, isWet = value >= WetFrom }: ReadingValueProps) {
  const display = displayOf(unit, wishes);
  const symbol = symbolOf(display.unit);
  return (
    <>
      {isLeak(metric) && <span class={isWet ? 'pill wet' : 'pill dry'}>{isWet ? 'wet' : 'dry'}</span>}
      <span class="number">{formatValue(show(value, display), display.unit)}</span>
      {symbol && <span class="unit">{'\u202f' + symbol}</span>}
    </>
  );
}
