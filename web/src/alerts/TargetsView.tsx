/** Where alerts are sent to. */
export function TargetsView() {
  return null;
}
