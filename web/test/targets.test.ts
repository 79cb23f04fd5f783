import { expect, it } from 'vitest';
import { filled, formOf, placeOf, TargetForms } from '../src/model/targets';

it('what was not filled in is not sent, and what belongs to another kind neither', () => {
  expect(filled(formOf('ntfy'), { topic: ' house ', url: ' ', host: 'smtp.example.org' })).toEqual({ topic: 'house' });
});

it('each kind says where it goes without its secret', () => {
  expect(placeOf({ kind: 'mail', options: { to: 'anna@example.org', host: 'smtp.example.org' } })).toBe('anna@example.org');
  expect(placeOf({ kind: 'ntfy', options: { topic: 'house', url: 'https://ntfy.example.org' } })).toBe('house at ntfy.example.org');
  expect(TargetForms.map(form => form.kind).sort()).toEqual(['mail', 'mqtt', 'ntfy', 'pushover', 'telegram', 'webhook']);
});
