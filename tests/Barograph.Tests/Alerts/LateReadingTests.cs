using Barograph.Alerts;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Alerts;

public sealed class LateReadingTests
{
    private static readonly Gen<TimeSpan> Span = Gen.Int[0, 4].Select(tens => TimeSpan.FromSeconds(10 * tens));

    private static readonly Gen<AlertRule> Rule = Gen.Select(Gen.Int[(int)AlertKind.Above, (int)AlertKind.Falls], Span, Span, Gen.Int[0, 2], (kind, hold, keep, hysteresis) =>
        new AlertRule(
            1, new SeriesPattern("*", "*"), new AlertCondition((AlertKind)kind, 1.5, 3.5, TimeSpan.FromMinutes(1), hysteresis * 0.6), hold, keep, null,
            IsUrgent: false, IsDefault: false, IsEnabled: true, Instant.MinValue));

    private static readonly Gen<(int Gap, int Value)[]> Readings = Gen.Select(Gen.Int[1, 30], Gen.Int[0, 5]).Array[3, 20];

    /// <summary>What is not judged anew must have changed nothing, neither now nor in what comes.</summary>
    [Fact]
    public void A_late_reading_that_is_said_to_move_nothing_moves_nothing()
    {
        int unmoved = 0;
        Gen.Select(Rule, Readings, Gen.Int[0, 18], Readings).Sample((rule, sent, place, later) =>
        {
            TimedValue[] readings = At(Instant.FromUnixSeconds(1_800_000_000), sent);
            TimedValue late = readings[Math.Min(place, readings.Length - 2)];
            AlertMachine without = new(rule), with = new(rule);
            foreach (TimedValue reading in readings)
            {
                with.Read(reading);
                if (reading != late)
                    without.Read(reading);
            }
            if (!without.IsUnmovedBy(late))
                return;
            Interlocked.Increment(ref unmoved);
            AssertSame(with, without);
            foreach (TimedValue reading in At(readings[^1].Time, later))
            {
                with.Read(reading);
                without.Read(reading);
                AssertSame(with, without);
            }
        }, iter: 20_000, print: _ => "");

        Assert.InRange(unmoved, 2000, 18_000);
    }

    [Fact]
    public void A_late_reading_among_readings_that_say_the_same_moves_nothing()
    {
        AlertRule wet = new(1, new SeriesPattern("*", "wetness"), new AlertCondition(AlertKind.Above, 0.5), TimeSpan.Zero, TimeSpan.Zero, null, false, false, true, Instant.MinValue);
        foreach (double value in (double[])[0, 1])
        {
            AlertMachine machine = new(wet);
            machine.Read(new TimedValue(Instant.FromUnixSeconds(100), value));
            machine.Read(new TimedValue(Instant.FromUnixSeconds(102), value));

            Assert.True(machine.IsUnmovedBy(new TimedValue(Instant.FromUnixSeconds(101), value)));
            Assert.False(machine.IsUnmovedBy(new TimedValue(Instant.FromUnixSeconds(101), 1 - value)));
            Assert.False(machine.IsUnmovedBy(new TimedValue(Instant.FromUnixSeconds(99), value)));
            Assert.False(machine.IsUnmovedBy(new TimedValue(Instant.FromUnixSeconds(103), value)));
        }
    }

    private static TimedValue[] At(Instant begin, (int Gap, int Value)[] sent)
    {
        Instant time = begin;
        return [.. sent.Select(one => new TimedValue(time += TimeSpan.FromSeconds(one.Gap), one.Value))];
    }

    private static void AssertSame(AlertMachine with, AlertMachine without)
    {
        Assert.Equal(with.Phase, without.Phase);
        Assert.Equal(with.NextChange, without.NextChange);
        Assert.Equal(with.Spans, without.Spans);
    }
}
