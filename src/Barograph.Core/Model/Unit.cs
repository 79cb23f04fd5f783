namespace Barograph.Model;

/// <summary>
/// A unit that Barograph can convert. A value x in it is <c>(x + Shift) · Multiplier / Divisor</c> in the first unit of its kind;
/// decimals, so that 5/9 and 0.1 are exact.
/// </summary>
/// <param name="Code">The spelling that is stored: the SenML code where there is one, else the usual one (UCUM-like).</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Multiplier">Numerator of the factor.</param>
/// <param name="Divisor">Denominator of the factor.</param>
/// <param name="Shift">Added before the factor: minus the zero point, in this unit.</param>
public sealed record Unit(string Code, UnitKind Kind, decimal Multiplier = 1, decimal Divisor = 1, decimal Shift = 0);
