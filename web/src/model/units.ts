import known from '../../../spec/units.json';

interface Unit {
  code: string;
  kind: string;
  multiplier: number;
  divisor: number;
  shift: number;
}

const byCode = new Map<string, Unit>((known as Unit[]).map(unit => [unit.code, unit]));

const symbols: Record<string, string> = {
  Cel: '°C', degF: '°F', '%RH': '%', '/': '', 'W/m2': 'W/m²', 'ug/m3': 'µg/m³', deg: '°', count: '', in: '″',
};

/** What is written behind a number. */
export function symbolOf(unit: string | null): string {
  return unit === null ? '' : (symbols[unit] ?? unit);
}

/** Which display unit the household or the person likes for a kind: {"temperature": "degF"}. */
export type UnitWishes = Readonly<Record<string, string>>;

export function kindOf(unit: string | null): string | null {
  return unit === null ? null : (byCode.get(unit)?.kind ?? null);
}

export function unitsOfKind(kind: string): string[] {
  return (known as Unit[]).filter(unit => unit.kind === kind).map(unit => unit.code);
}

/** How values kept in a unit are shown: the unit and the conversion, which is linear. What is stored never changes. */
export interface Display {
  readonly unit: string | null;
  readonly factor: number;
  readonly offset: number;
}

export function displayOf(kept: string | null, wishes: UnitWishes): Display {
  const from = kept === null ? undefined : byCode.get(kept);
  const to = from && byCode.get(wishes[from.kind] ?? from.code);
  if (!from || !to || to.kind !== from.kind || to.code === from.code) return { unit: kept, factor: 1, offset: 0 };
  const factor = (from.multiplier / from.divisor) * (to.divisor / to.multiplier);
  return { unit: to.code, factor, offset: from.shift * factor - to.shift };
}

export function show(value: number, display: Display): number {
  return display.factor === 1 && display.offset === 0 ? value : value * display.factor + display.offset;
}
