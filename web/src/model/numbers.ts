/** Language of numbers and dates: the browser's. */
const locale = typeof navigator === 'undefined' ? 'en' : navigator.language;
const formats = new Map<number, Intl.NumberFormat>();

function fixed(digits: number): Intl.NumberFormat {
  let format = formats.get(digits);
  if (!format) formats.set(digits, (format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })));
  return format;
}

/** How many decimals a unit deserves: what a sensor of that kind can tell. */
function decimalsOf(unit: string | null): number | null {
  switch (unit) {
    case 'Cel': case 'degF': case 'K': case '%RH': case '%': case 'hPa': case 'mbar': case 'mmHg': case 'km/h': case 'mph': case 'mm': return 1;
    case 'inHg': case 'V': case 'kWh': case 'm/s': case 'in': return 2;
    case 'Pa': case 'lx': case 'W': case 'mV': case 'ppm': case 'ppb': case 'dBm': case 'deg': case 'W/m2': return 0;
    default: return null;
  }
}

/** A value for a person. Never rounds away what it is about: a small number keeps three significant digits. */
export function formatValue(value: number, unit: string | null): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  const usual = decimalsOf(unit);
  if (usual !== null && (size === 0 || size >= 10 ** -usual / 2)) return fixed(usual).format(value);
  if (Number.isInteger(value)) return fixed(0).format(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  return fixed(digits).format(value);
}

export function formatCount(count: number): string {
  return fixed(0).format(count);
}
