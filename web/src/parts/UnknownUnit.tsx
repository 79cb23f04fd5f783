import { useState } from 'preact/hooks';
import known from '../../../spec/units.json';
import { sentence, send } from '../api/client';
import { houseStore, type Reading } from '../model/house';
import { metricTitle } from '../model/names';
import { symbolOf } from '../model/units';
import { Confirm } from './Confirm';

const guesses: readonly (readonly [RegExp, readonly string[]])[] = [
  [/temp|dew/, ['Cel', 'degF']], [/humid|moist/, ['%RH', '%']], [/press|baro/, ['hPa', 'Pa', 'inHg']], [/batt|volt/, ['V', 'mV']],
  [/rain/, ['mm', 'in']], [/wind.*(speed|gust)/, ['m/s', 'km/h', 'mph', 'kn']], [/rssi|signal/, ['dBm']], [/co2/, ['ppm']], [/pm/, ['ug/m3']], [/lux|light/, ['lx']],
];

/** A board that does not say its unit leaves it open. The owner of the board knows; asked once, in passing. */
export function UnknownUnit({ reading }: { reading: Reading }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [other, setOther] = useState('');
  const question = (unit: string) =>
    `${metricTitle(reading.metric)} at ${reading.location} is in ${unit} from now on${reading.value === null ? '' : `: the last reading is ${reading.value} ${symbolOf(unit)}`}. This is settled once and for all.`;
  const likely = guesses.find(([pattern]) => pattern.test(reading.metric))?.[1] ?? [];
  const others = known.map(unit => unit.code).filter(code => !likely.includes(code));
  const choose = async (unit: string) => {
    try {
      await send('PATCH', `/api/v1/series/${reading.id}`, { unit });
      await houseStore.load();
    } catch (failure) {
      setProblem(sentence(failure));
    }
  };
  // Of wetness nobody expects one.
  if (likely.length === 0) return null;
  return (
    <p class="unknown-unit">
      {metricTitle(reading.metric)} came without a unit. What is it?{' '}
      {likely.map(unit => <Confirm key={unit} text={symbolOf(unit) || unit} question={question(unit)} onYes={() => choose(unit)} />)}{' '}
      <select aria-label={`Unit of ${reading.metric}`} value={other} onChange={event => setOther(event.currentTarget.value)}>
        <option value="">another</option>
        {others.map(unit => <option key={unit} value={unit}>{unit}</option>)}
      </select>
      {other && <Confirm text={`It is ${other}`} question={question(other)} onYes={() => choose(other)} />}
      {problem && <span class="problem" role="alert"> {problem}</span>}
    </p>
  );
}
