using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Reads the records of a pack in JSON (RFC 8428, section 5).</summary>
internal static class SenMlJson
{
    public static void Read(ReadOnlySpan<byte> body, SenMlResolver resolver)
    {
        if (!JsonTree.TryParse(body, out JsonDocument? document, out Rejection? failure))
        {
            resolver.Fail(failure);
            return;
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                resolver.Fail(new Rejection(0, null, Errors.BodyNotJson, "A SenML pack is a JSON array of records."));
                return;
            }
            var record = new SenMlRecord();
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                Fill(record, element);
                if (!resolver.Take(record))
                    return;
            }
        }
    }

    private static void Fill(SenMlRecord record, JsonElement element)
    {
        record.Clear();
        record.IsNoMap = element.ValueKind != JsonValueKind.Object;
        if (record.IsNoMap)
            return;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            string? name = JsonTree.Name(member);
            if (Label(name) is { } label)
                record.Set((long)label, Value(label, member.Value));
            else
                record.SetUnknown(name);
        }
    }

    private static SenMlValue Value(SenMlLabel label, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDouble(out double number) ? SenMlValue.Of(number) : new SenMlValue(SenMlValueKind.Other),
        // Base64url in JSON; nobody looks into it.
        JsonValueKind.String when label == SenMlLabel.DataValue => new SenMlValue(SenMlValueKind.Bytes),
        JsonValueKind.String => SenMlValue.Of(JsonTree.Text(value, SenMlResolver.MaxText)),
        JsonValueKind.True or JsonValueKind.False => SenMlValue.Of(value.GetBoolean()),
        JsonValueKind.Null => new SenMlValue(SenMlValueKind.Missing),
        _ => new SenMlValue(SenMlValueKind.Other),
    };

    private static SenMlLabel? Label(string? name) => name switch
    {
        "bs" => SenMlLabel.BaseSum,
        "bv" => SenMlLabel.BaseValue,
        "bu" => SenMlLabel.BaseUnit,
        "bt" => SenMlLabel.BaseTime,
        "bn" => SenMlLabel.BaseName,
        "bver" => SenMlLabel.Version,
        "n" => SenMlLabel.Name,
        "u" => SenMlLabel.Unit,
        "v" => SenMlLabel.Value,
        "vs" => SenMlLabel.TextValue,
        "vb" => SenMlLabel.BooleanValue,
        "s" => SenMlLabel.Sum,
        "t" => SenMlLabel.Time,
        "ut" => SenMlLabel.UpdateTime,
        "vd" => SenMlLabel.DataValue,
        _ => null,
    };
}
