/** Words that are not written as they are spelled. */
const spelled: Readonly<Record<string, string>> = {
  co2: 'CO₂', co: 'CO', voc: 'VOC', tvoc: 'TVOC', no2: 'NO₂', o3: 'O₃', uv: 'UV', rssi: 'RSSI', ph: 'pH', pm1: 'PM1', pm10: 'PM10', pm25: 'PM2.5', wifi: 'WiFi', id: 'ID',
};

/** The metric as a title: "soil_moisture_2" becomes "Soil moisture 2". */
export function metricTitle(metric: string): string {
  const words = metricWords(metric);
  return spelled[metric.split('_')[0]!] ? words : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The metric within a sentence. */
export function metricWords(metric: string): string {
  return metric.split('_').map(word => spelled[word] ?? word).join(' ');
}

/** The group of a location is the part before its first slash; null for those without one. */
export function groupOf(location: string): string | null {
  const slash = location.indexOf('/');
  return slash < 0 ? null : location.slice(0, slash);
}

/** Metrics that say whether it is wet: their reading is a word, not only a number. */
export function isLeak(metric: string): boolean {
  return /^(wetness|leak|water_leak|moisture_alarm)(_|$)/.test(metric);
}

/** A leak sensor's reading counts as wet from here on. */
export const WetFrom = 0.5;

const order = ['temperature', 'humidity', 'pressure', 'wetness'];

/** What people look for first comes first; the rest by name. */
export function compareMetrics(a: string, b: string): number {
  const rank = (metric: string) => (isLeak(metric) ? -1 : order.indexOf(metric) >= 0 ? order.indexOf(metric) : order.length);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** One of the chart colours, always the same for the same metric: see charts/theme.ts. */
export function colorOf(metric: string): number {
  const fixed = [/temp|dew|heat/, /humid|moist/, /press|baro/, /wet|leak|rain|water/, /light|lux|illum|solar|uv/, /co2|voc|pm\d|dust|gas/];
  const found = fixed.findIndex(pattern => pattern.test(metric));
  if (found >= 0) return found;
  let sum = 0;
  for (const letter of metric) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum % 8;
}
