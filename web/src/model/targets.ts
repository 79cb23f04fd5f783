import type { Target } from '../api/types';

export type TargetKind = Target['kind'];

/** What has to be said about a target of a kind. */
export interface TargetField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

export interface TargetForm {
  readonly kind: TargetKind;
  readonly title: string;
  readonly fields: readonly TargetField[];
  /** What its secret is called; null where it takes none. */
  readonly secret: string | null;
  readonly secretOptional: boolean;
}

/** As the server's Changes/TargetChanges takes them. */
export const TargetForms: readonly TargetForm[] = [
  {
    kind: 'mail', title: 'E-mail', secret: 'Password', secretOptional: true, fields: [
      { name: 'to', label: 'To', hint: 'anna@example.org, ben@example.org' },
      { name: 'host', label: 'Mail server', hint: 'smtp.example.org' },
      { name: 'from', label: 'From', hint: 'barograph@example.org' },
      { name: 'user', label: 'User name', optional: true },
      { name: 'port', label: 'Port', hint: '587', optional: true },
      { name: 'security', label: 'Security: starttls or none', hint: 'starttls', optional: true },
    ],
  },
  { kind: 'ntfy', title: 'ntfy', secret: 'Access token', secretOptional: true, fields: [
    { name: 'topic', label: 'Topic', hint: 'a name that nobody guesses' }, { name: 'url', label: 'Server', hint: 'https://ntfy.sh', optional: true },
  ] },
  { kind: 'telegram', title: 'Telegram', secret: 'Token of your bot', secretOptional: false, fields: [{ name: 'chat', label: 'Chat', hint: '123456789' }] },
  { kind: 'pushover', title: 'Pushover', secret: 'Token of your application', secretOptional: false, fields: [{ name: 'user', label: 'User key' }] },
  { kind: 'webhook', title: 'Webhook', secret: 'Secret that signs the messages; empty: one is made', secretOptional: true, fields: [{ name: 'url', label: 'Address', hint: 'https://example.org/hook' }] },
  { kind: 'mqtt', title: 'MQTT broker', secret: 'Password', secretOptional: true, fields: [
    { name: 'url', label: 'Broker', hint: 'mqtt://192.168.1.10:1883' }, { name: 'topic', label: 'Topic', hint: 'house/alerts' },
    { name: 'user', label: 'User name', optional: true }, { name: 'retain', label: 'Retained: true or false', hint: 'false', optional: true },
  ] },
];

export function formOf(kind: TargetKind): TargetForm {
  return TargetForms.find(form => form.kind === kind)!;
}

/** Whether a week in numbers fits into what is sent there. */
export function takesReports(kind: TargetKind): boolean {
  return kind === 'mail' || kind === 'webhook' || kind === 'mqtt';
}

/** The options with the weekly report, or without. */
export function withReport(options: Readonly<Record<string, string>>, isWanted: boolean): Record<string, string> {
  return { ...Object.fromEntries(Object.entries(options).filter(([name]) => !name.startsWith('report'))), ...(isWanted ? { report: 'weekly' } : {}) };
}

/** The options that were filled in. */
export function filled(form: TargetForm, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(form.fields.flatMap(({ name }) => (values[name]?.trim() ? [[name, values[name].trim()]] : [])));
}

/** Where it goes, in a few words. */
export function placeOf({ kind, options }: Pick<Target, 'kind' | 'options'>): string {
  switch (kind) {
    case 'mail': return options['to'] ?? '';
    case 'ntfy': return `${options['topic']} at ${(options['url'] ?? '').replace(/^https?:\/\//, '')}`;
    case 'telegram': return `chat ${options['chat']}`;
    case 'pushover': return '';
    case 'mqtt': return `${options['topic']} at ${(options['url'] ?? '').replace(/^mqtts?:\/\//, '')}`;
    default: return options['url'] ?? '';
  }
}
