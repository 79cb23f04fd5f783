import { DurationUnits, type Duration } from '../model/rules';

/** A time span: a number and its unit. */
export function DurationField({ label, value, onChange }: { label: string; value: Duration; onChange: (value: Duration) => void }) {
  return (
    <span class="duration">
      <input type="number" aria-label={label} min="0" step="any" required value={Number.isFinite(value.count) ? value.count : ''}
        onInput={event => onChange({ ...value, count: event.currentTarget.valueAsNumber })} />
      <select aria-label={`${label}: unit`} value={value.unit} onChange={event => onChange({ ...value, unit: Number(event.currentTarget.value) })}>
        {DurationUnits.map(([name, size]) => <option key={name} value={size}>{name}</option>)}
      </select>
    </span>
  );
}
