using System.Buffers.Binary;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// A tag's Bluetooth advertisement in data format 5, RAWv2 (docs.ruuvi.com, "data format 5"). Values that the tag marks as invalid are left out. Temperature, humidity, pressure in Pa,
/// acceleration in thousandths of standard gravity, battery voltage in mV.
/// </summary>
internal static class RuuviAdvertisement
{
    /// <summary>Longest advertisement that is looked at: the largest of Bluetooth 5.</summary>
    public const int MaxBytes = 254;

    private const byte ManufacturerData = 0xFF;
    private const byte Format = 5;

    // Without the format's own byte: 17 bytes of readings, 6 of the address.
    private const int Length = 23;

    /// <summary>Adds what the advertisement says. False if it is none of this format.</summary>
    public static bool TryRead(string hex, List<ReportValue> values)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        if (hex.Length > 2 * MaxBytes || Convert.FromHexString(hex, bytes, out _, out int length) != System.Buffers.OperationStatus.Done
            || !TryFind(bytes[..length], out ReadOnlySpan<byte> payload))
            return false;
        Read(payload, values);
        return true;
    }

    /// <summary>Walks the structures of the advertisement (length, type, data), because the maker's number may also stand inside another one.</summary>
    private static bool TryFind(ReadOnlySpan<byte> advertisement, out ReadOnlySpan<byte> payload)
    {
        payload = [];
        while (advertisement.Length > 1 && advertisement[0] > 0 && advertisement[0] < advertisement.Length)
        {
            ReadOnlySpan<byte> structure = advertisement.Slice(1, advertisement[0]);
            advertisement = advertisement[(1 + structure.Length)..];
            if (structure is [ManufacturerData, 0x99, 0x04, Format, ..] && structure.Length >= 4 + Length)
            {
                payload = structure[4..];
                return true;
            }
        }
        return false;
    }

    private static void Read(ReadOnlySpan<byte> payload, List<ReportValue> values)
    {
        // Divided, not multiplied by 0.005: the quotient is the double nearest to what the tag means.
        AddSigned(values, "temperature", payload, 200, "Cel");
        AddUnsigned(values, "humidity", payload[2..], 400, "%RH");
        if (BinaryPrimitives.ReadUInt16BigEndian(payload[4..]) is var pressure and not ushort.MaxValue)
            values.Add(new ReportValue("pressure", pressure + 50_000, "Pa"));
        AddSigned(values, "acceleration_x", payload[6..], 1, "m[g]");
        AddSigned(values, "acceleration_y", payload[8..], 1, "m[g]");
        AddSigned(values, "acceleration_z", payload[10..], 1, "m[g]");
        int power = BinaryPrimitives.ReadUInt16BigEndian(payload[12..]);
        if (power >> 5 != 0x7FF)
            values.Add(new ReportValue("voltage", (power >> 5) + 1600, "mV"));
        if ((power & 0x1F) != 0x1F)
            values.Add(new ReportValue("tx_power", 2 * (power & 0x1F) - 40, "dBm"));
        // It counts to 254 and begins anew, which is what a counter may do.
        if (payload[14] != byte.MaxValue)
            values.Add(new ReportValue("movement_total", payload[14]));
        AddUnsigned(values, "sequence", payload[15..], 1, null);
    }

    private static void AddSigned(List<ReportValue> values, string metric, ReadOnlySpan<byte> sent, double divisor, string unit)
    {
        if (BinaryPrimitives.ReadInt16BigEndian(sent) is var raw and not short.MinValue)
            values.Add(new ReportValue(metric, raw / divisor, unit));
    }

    private static void AddUnsigned(List<ReportValue> values, string metric, ReadOnlySpan<byte> sent, double divisor, string? unit)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(sent) is var raw and not ushort.MaxValue)
            values.Add(new ReportValue(metric, raw / divisor, unit));
    }
}
