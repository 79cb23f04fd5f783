import type { components } from './openapi';

type Shapes = components['schemas'];

/** The shapes of the API that the pages use, as spec/openapi.json has them. */
export type Series = Shapes['Series'];
export type LatestSample = Shapes['LatestSample'];
export type Location = Pick<Shapes['Location'], 'key' | 'title' | 'hidden' | 'zone'>;
export type ReportInterval = Shapes['ReportInterval'];
export type RawAnswer = Shapes['SeriesSamples'];
export type SteppedAnswer = Shapes['SeriesWindows'];
export type SeriesAnswer = RawAnswer | SteppedAnswer;
export type Me = Shapes['Me'];
export type Role = Me['role'];
export type Device = Shapes['Device'];
export type DeviceToken = Shapes['DeviceToken'];
export type Station = Shapes['Station'];
export type Rejection = Shapes['DeviceRejection'];
export type Site = Shapes['Site'];
export type Retention = Shapes['Retention'];
export type Account = Shapes['Account'];
export type PersonalToken = Shapes['PersonalToken'];
export type Session = Shapes['Session'];
export type About = Shapes['About'];
export type Alert = Shapes['Alert'];
export type PendingAlert = Shapes['PendingAlert'];
export type AlertsNow = Shapes['AlertsNow'];
export type AlertHistory = Shapes['AlertHistory'];
export type Rule = Shapes['Rule'];
export type RulePreview = Shapes['RulePreview'];
export type Mute = Shapes['Mute'];
export type Target = Shapes['Target'];
export type AddedTarget = Shapes['AddedTarget'];
export type TargetTest = Shapes['TargetTest'];
